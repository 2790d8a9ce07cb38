"""In which code page a text is: measured on what TWS and its users write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.tws.decode.code_pages import CodePages

TEXTS = {
    "gbk": """
        贵州茅台 | 策略一 | 苹果公司-APPLE INC | 中国平安 | 招商银行 | 张三 | 李四 | 王小明 | 测试 | 网格 | 主账户 |
        稳健组合 | 一号账户 | 订单被拒绝 - 原因: | 订单已取消 | 订单被拒绝。资金不足。 |
        您的订单将不会在交易所下单,直到 2026-09-15 09:30:00 US/Eastern | 未找到与请求的证券定义相符的证券 |
        市场数据服务器连接正常:usfarm | 历史市场数据服务连接为非活动状态,但应可在需要时使用。ushmds |
        TWS与服务器的连接已断开 | 无法发送订单 | 价格不符合此合约的最小价格变动 | BUY 100 贵州茅台 SEHK |
        20260107 09:30:00 中国标准时间 | 中国标准时间 | 警告:您的订单规模超过价格限制 | 美国东部时间 | 网络错误 |
        买入 | 对冲 | 套利A | 日内策略-2 | 比亚迪 | 宁德时代 | 工商银行 | 腾讯控股 | 阿里巴巴 | 美团 | 恒生指数期货 |
        中石油 | 万科A | 陈小红 | 刘洋 | 赵敏 | 父母账户 | 量化一号 | 趋势跟踪 | 高频 | 均值回归 | 日内 | 止损单 |
        限价单 | 定投 | 客户甲 | 张伟-退休 | 错误:找不到合约 | 请求的市场数据需要额外订阅 | 下单失败:购买力不足 |
        该合约不允许做空 | 订单已提交 | 连接丢失 | 此账户没有交易许可 | 时区:中国标准时间 |
        价格超出涨跌停限制,订单被交易所拒绝。 | 家庭 | 平仓 | 仓位再平衡2026 | 突破 | 均线 | 波段 | 做空 | 做多 |
        股息 | 成长 | 价值 | 期货 | 期权 | 外汇 | 美股 | 港股 | 债券 | 黄金 | 原油 | 半导体 | 小米 | 友邦 | 移动 |
        汇丰 | 父亲 | 母亲 | 太太 | 教育金 | 基金 | 测试账号 | 网格交易 | 套利 | 再平衡 | 客户一 | 林 | 吴小姐 |
        刘先生 | 周 | 郑 | 曾文 | 备用 | 主要 | 止盈 | 跟踪 | 反转 | 动量 | 季度 | 年度 | 现金管理 | 核心 | 北京时间 |
        上海 | 深圳 | 人民币 | 招行
    """,
    "big5": """
        台積電 | 策略一 | 訂單被拒絕 | 您的委託已取消 | 測試 | 張先生 | 香港標準時間 | 委託單被拒絕 - 原因: 資金不足 |
        20260107 09:30:00 台北標準時間 | 匯豐控股 | 騰訊控股 | 市場數據連線正常:usfarm | 主帳戶 | 買入 | 對沖策略 |
        超過最大委託數量限制,委託未送出 | 中華電信 | 鴻海 | 聯發科 | 長江和記 | 港交所 | 陳大文 | 李小姐 | 黃志明 |
        日內交易 | 停損單 | 限價單 | 趨勢策略 | 退休帳戶 | 錯誤:找不到合約 | 下單失敗:購買力不足 | 此帳戶沒有交易權限 |
        無法建立連線 | 香港 | 價格超出限制 | 委託單已送出 | 家庭 | 平倉 | 量化一號 | 網格 | 突破 | 均線 | 波段 | 當沖 |
        放空 | 做多 | 股息 | 存股 | 成長 | 價值 | 期貨 | 選擇權 | 外匯 | 美股 | 港股 | 台股 | 債券 | 黃金 | 原油 |
        半導體 | 聯電 | 國泰金 | 富邦金 | 統一 | 中鋼 | 小米集團 | 阿里巴巴 | 美團 | 友邦保險 | 中國移動 | 匯豐 |
        新鴻基 | 父親 | 母親 | 太太 | 子女教育 | 基金 | 測試帳號 | 網格交易 | 高頻 | 套利 | 定期定額 | 再平衡 |
        客戶一 | 林志玲 | 吳小姐 | 劉德華 | 周先生 | 鄭 | 曾文 | 備用 | 主要 | 停利 | 追蹤 | 反轉 | 動能 | 季度 |
        年度 | 現金管理 | 核心持股
    """,
    "cp932": """
        トヨタ自動車 | ソニー | 注文は拒否されました | 注文はキャンセルされました - 理由: | テスト | 戦略1 |
        日本標準時 | 20260107 09:30:00 日本標準時 | 任天堂 | デイトレ | 山田太郎 | 資金不足のため注文できません |
        売り | マーケットデータ接続は正常です:usfarm | 株式会社 | 三菱商事 | 日本電信電話 | ファーストリテイリング |
        キーエンス | 佐藤 | 鈴木一郎 | 退職口座 | 逆張り | 順張り戦略 | 指値注文 | 成行 | エラー:契約が見つかりません |
        買付余力が不足しています | 接続が切断されました | この口座には取引権限がありません |
        価格が制限値幅を超えています。注文は取引所により拒否されました。 | 日経225先物 | メイン | 決済 |
        リバランス2026
    """,
    "cp1252": """
        Größe überschreitet das Limit | größer | Auftrag wurde gelöscht | Börse geschlossen | Münchener Rück | Müller |
        Mitteleuropäische Sommerzeit | 20260715 10:00:00 Mitteleuropäische Sommerzeit |
        L'ordre a été refusé - raison: fonds insuffisants | L’ordre est annulé | Société Générale | Crédit Agricole |
        heure d’été d’Europe centrale | Orden cancelada - razón: límite excedido | España | año |
        Ação rejeitada: saldo insuficiente, posição não disponível | Horário Padrão de Brasília | perché | Telefónica |
        Über-Nacht | señal | Øresund | für | Strategie für Öl | Ordre annulé : prix hors limites |
        Stückzahl zu groß für diese Börse, bitte prüfen | É | Zürich | naïve Strategie | Limit 5 € überschritten |
        “Smart” order – rejected | Währung ¥ nicht verfügbar | Börsenschluss | Kündigung |
        Überprüfung fehlgeschlagen: ungültiger Preis | Käufer | Jürgen Groß | Österreich | Straße | Verkäufe |
        Auftrag abgelehnt – Grund: Kaufkraft reicht nicht | Nicht verfügbar für dieses Konto | Stratégie | Hélène |
        François | Noël | Échec de la connexion | Le contrat n'a pas été trouvé |
        pouvoir d'achat insuffisant – ordre rejeté à 10:00 | Compte retraite de José | Núñez | Peña | mañana |
        Operación rechazada | ¡Error! Límite de precio | La cotización no está disponible | São Paulo |
        Conta não autorizada | opções | João | Città | L'ordine è stato rifiutato | Perù | più | Malmö | Åkesson |
        Kjøp | Smørrebrød | Göteborg | coördinatie | 5 % über Limit
    """,
    "cp1250": """
        Zlecenie zostało odrzucone: niewystarczające środki | Książka | środkowoeuropejski czas letni | Łódź | Żółw |
        Przekroczono limit zleceń | czas środkowoeuropejski letni | Středoevropský letní čas | příkaz byl zamítnut |
        Strategia główna | Zażółć gęślą jaźń | Odrzucono: brak środków | Wrocław | Środa | Jędrzej | wyjście |
        zysk dzienny | Kupno żyta | Połączenie zostało utracone | Nie znaleziono kontraktu | Praha – Žižkov | účet |
        Příkaz zrušen | Dvořák | Győr | Megbízás elutasítva: nincs elegendő fedezet | árfolyam túllépte | Kovačević
    """,
    "cp1251": """
        Заявка отклонена | Недостаточно средств | Газпром | Сбербанк | Стратегия 1 | Ордер отменён - причина: | тест |
        Москва, стандартное время | Иванов | Рынок закрыт: заявка будет отправлена позже | Купить | основной счёт |
        Лукойл | Норникель | Яндекс | Роснефть | скальпинг | Петров | пенсия | Ошибка: контракт не найден |
        Соединение потеряно | Недопустимая цена | Продать | счёт Анны | стоп-заявка |
        Лимитная заявка отклонена биржей | ОШИБКА | СЧЁТ
    """,
    "cp1253": """
        Η εντολή απορρίφθηκε: ανεπαρκές υπόλοιπο | Ακύρωση εντολής | Η αγορά είναι κλειστή |
        Δεν βρέθηκε το συμβόλαιο | Εθνική Τράπεζα | θερινή ώρα Ανατολικής Ευρώπης | Στρατηγική 1
    """,
    "cp1254": """
        Emir iptal edildi: geçersiz fiyat. Şu anda işlem yapılamıyor | Sipariş | Yıldız Şirketi |
        Bağlantı kesildi | Günlük işlem | Yetersiz bakiye, emir gönderilmedi: işlem dışı |
        Doğu Avrupa Yaz Saati | Özsermaye yetersiz: emriniz borsaya iletilmeyecektir, lütfen değiştirin
    """,
    "cp1257": """
        Pavedimas atmestas: nepakanka lėšų sąskaitoje | Šiaulių bankas |
        Vidurio Europos vasaros laikas; prekyba uždaryta, būsena nežinoma | Žemaitė
    """,
}
"""Error texts, names of instruments, aliases, order references and zones, by the page that Windows writes them in."""

RIGHT_ALONE = 0.97
"""Of all texts. Those of the others that are wrong are as short as their bytes are usual in two languages."""


def texts() -> Iterator[tuple[str, str]]:
    for page, lines in TEXTS.items():
        for text in " ".join(lines.split()).split(" | "):
            yield page, text


def read(pages: CodePages, raw: bytes) -> str:
    return pages.as_utf8(raw).decode()


def test_most_texts_are_read_right_though_there_is_nothing_but_them() -> None:
    wrong = [text for page, text in texts() if read(CodePages(), text.encode(page)) != text]
    assert len(wrong) <= (1 - RIGHT_ALONE) * len(list(texts())), wrong


@pytest.mark.parametrize(
    ("page", "first"),
    [
        ("gbk", "订单被拒绝。资金不足。"),
        ("big5", "訂單被拒絕 - 原因: 資金不足"),
        ("cp932", "注文はキャンセルされました"),
        ("cp1250", "Zlecenie zostało odrzucone: niewystarczające środki"),
        ("cp1251", "Недостаточно средств"),
    ],
)
def test_a_page_that_is_known_from_another_message_decides(page: str, first: str) -> None:
    pages = CodePages()
    assert read(pages, first.encode(page)) == first
    wrong = [text for each, text in texts() if each == page and read(pages, text.encode(page)) != text]
    assert len(wrong) <= 1, wrong


def test_texts_in_utf_8_stay_as_they_are_whatever_page_was_used_before() -> None:
    pages = CodePages()
    for page, text in texts():
        assert read(CodePages(), text.encode()) == text
        read(pages, text.encode(page))
        if sum(not character.isascii() for character in text) > 1:
            assert read(pages, text.encode()) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"plain", "plain"),
        ("价格不符".encode("gbk")[:-1], "价格不\ufffd"),
        ("Größe".encode() + b"\xc3", "Größe\ufffd"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("\U0001f680 up".encode(), "\U0001f680 up"),
        ("债券".encode("gbk"), "债券"),  # valid in UTF-8, too
        (b"5\0" + "策略一".encode("gbk") + b"\0" + "测试".encode("gbk") + b"\0", "5\0策略一\0测试\0"),
    ],
)
def test_what_is_cut_off_or_of_several_fields(raw: bytes, text: str) -> None:
    assert read(CodePages(), raw) == text


@given(st.binary(max_size=60), st.sampled_from(list(TEXTS)))
def test_no_bytes_raise(raw: bytes, page: str) -> None:
    pages = CodePages()
    read(pages, "注文 заявка".encode(page, "ignore"))
    assert read(pages, raw).count("\0") == raw.count(b"\0")


@given(st.text(st.characters(max_codepoint=0x7F), max_size=60))
def test_ascii_is_given_back_as_it_is(text: str) -> None:
    raw = text.encode()
    assert CodePages().as_utf8(raw) is raw
