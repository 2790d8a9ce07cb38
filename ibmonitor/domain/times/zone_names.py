"""The time zone names that TWS sends, and their meanings. Data only; `time_zones.py` reads it.

TWS is a Java program: these are the results of `TimeZone.getDisplayName` of Java 17, with CLDR's names and with those
of Java 8 (its `COMPAT` provider). All English names in use are listed; of other languages, those of the zones where
their speakers live or trade. Java has one name for some zones that disagree: see below.

A line is `meaning: name; name; ...`; indented lines continue it. The meanings:

- An offset for a summer time name, and for Greenwich Mean Time.
- An IANA zone for a standard time name, because TWS sends that name in summer as well: it sent "20260611 15:30:24
  Central European Standard Time" at 13:30:24 UTC. Of several zones, the one with most of IB's clients.
- Several where the name is ambiguous: the time is known on days on which they agree.

Apostrophes are written `'`, whichever character Java uses.
"""

from __future__ import annotations

ABBREVIATIONS = """\
-10:00: HAST
-09:00: AKST; HADT; HDT
-08:00: AKDT; HNP
-07:00: PDT; HAP; HNR
-06:00: MDT; HAR; HNC
-05:00: CDT; HAC; HNE
-04:00: EDT; HAE; CLT
-03:00: ADT; CLST
-02:30: NDT
-01:00: AZOT
+00:00: Z; UT; AZOST; WEZ
+01:00: WEST; WESZ; MEZ; SEČ
+01:00 Europe/London: BST
+02:00: CEST; MEST; MESZ; SELČ; OEZ
+03:00: EEST; OESZ; IDT
+09:30: ACST
+10:00: AEST
+10:30: ACDT; LHST
+11:00: AEDT; LHDT
+12:00: NZST
+12:45: CHAST
+13:00: NZDT
+13:45: CHADT
Africa/Johannesburg: SAST
Africa/Lagos: WAT
Africa/Maputo: CAT
Africa/Nairobi: EAT
America/Argentina/Buenos_Aires: AGT
America/Asuncion: PYT
America/Bogota: COT
America/Caracas: VET
America/Guyana: GYT
America/Indiana/Indianapolis: IET
America/La_Paz: BOT
America/Lima: PET
America/Montevideo: UYT
America/Noronha: FNT
America/Paramaribo: SRT
America/Phoenix: PNT
America/Puerto_Rico: PRT
America/Sao_Paulo: BRT; BET
America/St_Johns: CNT
Asia/Almaty: ALMT
Asia/Bangkok: ICT
Asia/Baku: AZT
Asia/Bishkek: KGT
Asia/Brunei: BNT
Asia/Dhaka: BDT
Asia/Dubai: GST
Asia/Dushanbe: TJT
Asia/Ashgabat: TMT
Asia/Ho_Chi_Minh: VST
Asia/Hong_Kong: HKT
Asia/Irkutsk: IRKT
Asia/Jakarta: WIB
Asia/Jayapura: WIT
Asia/Kabul: AFT
Asia/Kamchatka: PETT
Asia/Karachi: PKT; PLT
Asia/Kathmandu: NPT
Asia/Krasnoyarsk: KRAT
Asia/Kuala_Lumpur: MYT
Asia/Magadan: MAGT
Asia/Makassar: WITA
Asia/Novosibirsk: NOVT
Asia/Omsk: OMST
Asia/Sakhalin: SAKT
Asia/Seoul: KST
Asia/Shanghai: CTT
Asia/Singapore: SGT
Asia/Tashkent: UZT
Asia/Tbilisi: GET
Asia/Tehran: IRST
Asia/Thimphu: BTT
Asia/Tokyo: JST
Asia/Ulaanbaatar: ULAT
Asia/Vladivostok: VLAT
Asia/Yakutsk: YAKT
Asia/Yangon: MMT
Asia/Yekaterinburg: YEKT
Asia/Yerevan: NET
Australia/Perth: AWST
Australia/Sydney: AET
Europe/Istanbul: TRT
Europe/Moscow: MSK
Europe/Samara: SAMT
Indian/Mahe: SCT
Indian/Maldives: MVT
Indian/Mauritius: MUT
Indian/Reunion: RET
Pacific/Apia: MIT
Pacific/Fiji: FJT
Pacific/Guam: ChST
Pacific/Noumea: NCT
Pacific/Port_Moresby: PGT
"""
"""Java's short names. Those that are IANA zones (CET, EET, MET, WET, EST, MST, HST) are not listed.

Left out because they have several meanings: ACT, AMT, ART, AST, CST, ECT, IST, NST, PST, SST. BST is British Summer
Time on days when London has it, and unknown otherwise; Java writes BDT for Bangladesh. CDT is that of the United States
and Canada: IB has no clients in Cuba.
"""

LONG_NAMES = """\
Africa/Johannesburg: South Africa Standard Time
Africa/Lagos: West Africa Standard Time; Western African Time
Africa/Maputo: Central Africa Time; Central African Time
Africa/Nairobi: East Africa Time; Eastern Africa Time; Eastern African Time
America/Anchorage: Alaska Standard Time
America/Argentina/Buenos_Aires: Argentina Standard Time; Argentina Time; Argentine Time; hora estándar de Argentina;
    Hora de Argentina
America/Asuncion: Paraguay Standard Time; Paraguay Time
America/Bogota: Colombia Standard Time; Colombia Time; hora estándar de Colombia; Hora de Colombia
America/Caracas: Venezuela Time
America/Cayenne: French Guiana Time
America/Chicago: Central Standard Time; Nordamerikanische Inland-Normalzeit; Zentrale Normalzeit;
    heure normale du centre nord-américain; Heure normale du Centre; hora estándar central;
    Ora standard centrale USA; Ora solare USA centrale; Horário Padrão Central; Fuso horário padrão central;
    Hora padrão central norte-americana; Central-standaardtijd; czas środkowoamerykański standardowy;
    北美中部标准时间; 中央标准时间; 中部標準時間; 中央標準時間; 北美中部標準時間; アメリカ中部標準時; 中部標準時;
    미 중부 표준시; 중부 표준시; Central Time
America/Denver: Mountain Standard Time; Rocky Mountain-Normalzeit; Rocky Mountains Normalzeit;
    heure normale des Rocheuses; hora estándar de las Montañas Rocosas; Hora estándar de las Rocosas;
    hora estándar de la montaña; Ora standard Montagne Rocciose USA; Ora solare USA occidentale;
    Horário Padrão das Montanhas; Fuso horário padrão das montanhas; Hora padrão de montanha norte-americana;
    Mountain-standaardtijd; czas górski standardowy; 北美山区标准时间; Mountain 标准时间; 山區標準時間;
    北美山區標準時間; アメリカ山地標準時; 山地標準時; 미 산악 표준시; 산지 표준시; Mountain Time
America/Guayaquil: Ecuador Time
America/Guyana: Guyana Time
America/Halifax: Atlantic Standard Time; heure normale de l'Atlantique
America/Havana: Cuba Standard Time
America/Hermosillo: Mexican Pacific Standard Time
America/La_Paz: Bolivia Time
America/Lima: Peru Standard Time; Peru Time; hora estándar de Perú; Hora de Perú
America/Los_Angeles: Pacific Standard Time; Nordamerikanische Westküsten-Normalzeit; Pazifische Normalzeit;
    heure normale du Pacifique nord-américain; Heure normale du Pacifique; hora estándar del Pacífico;
    Ora standard del Pacifico USA; Ora solare della costa occidentale USA; Horário Padrão do Pacífico;
    Fuso horário padrão do Pacífico; Hora padrão do Pacífico norte-americana; Pacific-standaardtijd;
    czas pacyficzny standardowy; 北美太平洋标准时间; 太平洋标准时间; 太平洋標準時間; 北美太平洋標準時間;
    アメリカ太平洋標準時; 太平洋標準時; 미 태평양 표준시; 태평양 표준시; Pacific Time
America/Manaus: Amazon Standard Time; Amazon Time
America/Miquelon: Pierre & Miquelon Standard Time; St. Pierre & Miquelon Standard Time
America/Montevideo: Uruguay Standard Time; Uruguay Time
America/New_York: Eastern Standard Time; Nordamerikanische Ostküsten-Normalzeit; Östliche Normalzeit;
    heure normale de l'Est nord-américain; Heure normale de l'Est; hora estándar oriental;
    Ora standard orientale USA; Ora solare USA orientale; Horário Padrão do Leste; Fuso horário padrão oriental;
    Hora padrão oriental norte-americana; Eastern-standaardtijd; czas wschodnioamerykański standardowy;
    北美东部标准时间; 东部标准时间; 東部標準時間; 東方標準時間; 北美東部標準時間; アメリカ東部標準時; 東部標準時;
    미 동부 표준시; 동부 표준시; Eastern Time
America/Noronha: Fernando de Noronha Standard Time; Fernando de Noronha Time
America/Nuuk: West Greenland Standard Time; Western Greenland Time
America/Paramaribo: Suriname Time
America/Punta_Arenas: Punta Arenas Standard Time
America/Rio_Branco: Acre Standard Time; Acre Time
America/Tijuana: Northwest Mexico Standard Time
America/Whitehorse: Yukon Time
America/Santiago: Chile Standard Time; Chile Time; hora estándar de Chile
America/Sao_Paulo: Brasilia Standard Time; Brasilia Time; Horário Padrão de Brasília; Fuso horário de Brasília;
    Hora padrão de Brasília; Horário de Brasília
America/Scoresbysund: East Greenland Standard Time; Eastern Greenland Time
America/St_Johns: Newfoundland Standard Time
Antarctica/Davis: Davis Time
Antarctica/DumontDUrville: Dumont-d'Urville Time
Antarctica/Mawson: Mawson Time
Antarctica/Rothera: Rothera Time
Antarctica/Syowa: Syowa Time
Antarctica/Vostok: Vostok Time
Asia/Almaty: Alma-Ata Time; East Kazakhstan Time; Kazakhstan Time
Asia/Anadyr: Anadyr Standard Time; Anadyr Time
Asia/Aqtau: Aqtau Time; West Kazakhstan Time
Asia/Aqtobe: Aqtobe Time
Asia/Ashgabat: Turkmenistan Standard Time; Turkmenistan Time
Asia/Baku: Azerbaijan Standard Time; Azerbaijan Time
Asia/Bangkok: Indochina Time
Asia/Barnaul: Barnaul Standard Time
Asia/Bishkek: Kirgizstan Time; Kyrgyzstan Time
Asia/Brunei: Brunei Darussalam Time; Brunei Time
Asia/Choibalsan: Choibalsan Time
Asia/Dhaka: Bangladesh Standard Time; Bangladesh Time
Asia/Dili: East Timor Time; Timor-Leste Time
Asia/Dubai: Gulf Standard Time
Asia/Dushanbe: Tajikistan Time
Asia/Hong_Kong: Hong Kong Standard Time; Hong Kong Time; Hongkong-Normalzeit; Hongkong Zeit;
    heure normale de Hong Kong; Heure de Hong Kong; hora estándar de Hong Kong; Hora de Hong Kong;
    Ora standard di Hong Kong; Ora di Hong Kong; Horário Padrão de Hong Kong; Fuso horário de Hong Kong;
    Hora padrão de Hong Kong; Hongkongse standaardtijd; Hongkong (czas standardowy); 香港标准时间; 香港时间;
    香港標準時間; 香港時間; 香港標準時; 홍콩 표준시; 홍콩 시간
Asia/Hovd: Hovd Standard Time; Hovd Time
Asia/Irkutsk: Irkutsk Standard Time; Irkutsk Time
Asia/Jakarta: West Indonesia Time; Western Indonesia Time
Asia/Jayapura: East Indonesia Time; Eastern Indonesia Time
Asia/Jerusalem: Israel Standard Time; Israelische Normalzeit; heure normale d'Israël; hora estándar de Israel;
    Ora standard di Israele
Asia/Kabul: Afghanistan Time
Asia/Kamchatka: Petropavlovsk-Kamchatski Standard Time; Petropavlovsk-Kamchatski Time
Asia/Karachi: Pakistan Standard Time; Pakistan Time
Asia/Kathmandu: Nepal Time
Asia/Kolkata: India Standard Time; Indische Normalzeit; Indische Zeit
Asia/Krasnoyarsk: Krasnoyarsk Standard Time; Krasnoyarsk Time
Asia/Kuala_Lumpur: Malaysia Time
Asia/Magadan: Magadan Standard Time; Magadan Time
Asia/Makassar: Central Indonesia Time
Asia/Manila: Philippine Standard Time; Philippines Standard Time
Asia/Novosibirsk: Novosibirsk Standard Time; Novosibirsk Time
Asia/Omsk: Omsk Standard Time; Omsk Time
Asia/Oral: Oral Time
Asia/Qostanay: Kostanay Standard Time
Asia/Qyzylorda: Qyzylorda Time
Asia/Riyadh: Arabia Standard Time
Asia/Riyadh Asia/Dubai: Arabian Standard Time
Asia/Sakhalin: Sakhalin Standard Time; Sakhalin Time
Asia/Seoul: Korea Standard Time; Korean Standard Time; 韩国标准时间; 韓國標準時間; 韓国標準時; 대한민국 표준시;
    한국 표준시
Asia/Shanghai: China Standard Time; Chinesische Normalzeit; heure normale de la Chine; Heure normale de Chine;
    hora estándar de China; Ora standard della Cina; Ora solare della Cina; Horário Padrão da China;
    Fuso horário padrão da China; Hora padrão da China; Chinese standaardtijd; Chiny (czas standardowy);
    中国标准时间; 中國標準時間; 中国標準時; 중국 표준시; 北京时间
Asia/Singapore: Singapore Standard Time; Singapore Time; Singapurische Normalzeit; Singapur Zeit; heure de Singapour;
    hora de Singapur; Ora di Singapore; Horário Padrão de Singapura; Fuso horário de Cingapura;
    Hora padrão de Singapura; Singaporese standaardtijd; czas Singapur; 新加坡标准时间; 新加坡时间; 新加坡標準時間;
    新加坡時間; シンガポール標準時; シンガポール時間; 싱가포르 표준시; 싱가포르 시간
Asia/Srednekolymsk: Srednekolymsk Time
Asia/Taipei: Taipei Standard Time; 台北标准时间; 台北標準時間; 台灣標準時間; 台北標準時; 대만 표준시
Asia/Tashkent: Uzbekistan Standard Time; Uzbekistan Time
Asia/Tbilisi: Georgia Standard Time; Georgia Time
Asia/Tehran: Iran Standard Time
Asia/Thimphu: Bhutan Time
Asia/Tokyo: Japan Standard Time; Japanische Normalzeit; heure normale du Japon; hora estándar de Japón;
    Ora standard del Giappone; Ora solare del Giappone; Horário Padrão do Japão; Fuso horário padrão do Japão;
    Hora padrão do Japão; Japanse standaardtijd; Japonia (czas standardowy); 日本标准时间; 日本標準時間; 日本標準時;
    일본 표준시
Asia/Tomsk: Tomsk Standard Time
Asia/Ulaanbaatar: Ulaanbaatar Standard Time; Ulaanbaatar Time
Asia/Urumqi: Xinjiang Standard Time
Asia/Ust-Nera: Ust-Nera Time
Asia/Vladivostok: Vladivostok Standard Time; Vladivostok Time
Asia/Yakutsk: Yakutsk Standard Time; Yakutsk Time
Asia/Yangon: Myanmar Time
Asia/Yekaterinburg: Yekaterinburg Standard Time; Yekaterinburg Time
Asia/Yerevan: Armenia Standard Time; Armenia Time
Atlantic/Azores: Azores Standard Time; Azores Time
Atlantic/Cape_Verde: Cape Verde Standard Time; Cape Verde Time
Atlantic/South_Georgia: South Georgia Standard Time; South Georgia Time
Atlantic/Stanley: Falkland Is. Time; Falkland Islands Standard Time
Australia/Adelaide: Australian Central Standard Time (South Australia)
Australia/Adelaide Australia/Darwin: Australian Central Standard Time
Australia/Brisbane: Australian Eastern Standard Time (Queensland)
Australia/Broken_Hill: Australian Central Standard Time (South Australia/New South Wales)
Australia/Darwin: Australian Central Standard Time (Northern Territory)
Australia/Eucla: Australian Central Western Standard Time
Australia/Hobart: Australian Eastern Standard Time (Macquarie); Australian Eastern Standard Time (Tasmania)
Australia/Lord_Howe: Lord Howe Standard Time
Australia/Melbourne: Australian Eastern Standard Time (Victoria)
Australia/Perth: Australian Western Standard Time; Casey Time
Australia/Sydney: Australian Eastern Standard Time (New South Wales)
Australia/Sydney Australia/Brisbane: Australian Eastern Standard Time; Ostaustralische Normalzeit;
    heure normale de l'Est de l'Australie; hora estándar de Australia oriental; Ora standard dell'Australia orientale;
    澳大利亚东部标准时间;
    东部标准时间 (新南威尔斯); 澳洲東部標準時間; 東部標準時間 (新南威爾斯); オーストラリア東部標準時;
    東部標準時(ニューサウスウェールズ); 오스트레일리아 동부 표준시; 동부 표준시(뉴사우스웨일즈)
Europe/Astrakhan: Astrakhan Standard Time
Europe/Athens: Eastern European Standard Time; Eastern European Time; Osteuropäische Normalzeit; Osteuropäische Zeit;
    heure normale d'Europe de l'Est; Heure d'Europe de l'Est; heure normale de l'Europe de l'Est;
    hora estándar de Europa oriental; Hora de Europa Oriental; hora estándar de Europa del Este;
    Ora standard dell'Europa orientale; Ora dell'Europa orientale; Horário Padrão da Europa Oriental;
    Fuso horário da Europa Oriental; Hora padrão da Europa Oriental; Oost-Europese standaardtijd;
    czas wschodnioeuropejski standardowy; östeuropeisk normaltid; Östeuropeisk tid; østeuropeisk normaltid;
    Østeuropæisk normaltid; Itä-Euroopan normaaliaika; Východoevropský standardní čas; kelet-európai téli idő;
    Ora standard a Europei de Est; Χειμερινή ώρα Ανατολικής Ευρώπης; Восточная Европа, стандартное время;
    Doğu Avrupa Standart Saati; 东欧标准时间; 东欧时间; 東歐標準時間; 東歐時間; 東ヨーロッパ標準時; 東ヨーロッパ時間;
    동유럽 표준시; 동유럽 시간
Europe/Berlin: Central European Standard Time; Central European Time; Middle Europe Time;
    Mitteleuropäische Normalzeit; Mitteleuropäische Zeit; heure normale d'Europe centrale; Heure d'Europe centrale;
    heure normale de l'Europe centrale; hora estándar de Europa central; Hora de Europa Central;
    Ora standard dell'Europa centrale; Ora solare dell'Europa centrale; Ora dell'Europa centrale;
    Horário Padrão da Europa Central;
    Fuso horário da Europa Central; Hora padrão da Europa Central; Midden-Europese standaardtijd;
    czas środkowoeuropejski standardowy; centraleuropeisk normaltid; Centraleuropeisk tid;
    sentraleuropeisk normaltid; Centraleuropæisk normaltid; Keski-Euroopan normaaliaika;
    Středoevropský standardní čas; közép-európai téli idő; Ora standard a Europei Centrale;
    Χειμερινή ώρα Κεντρικής Ευρώπης; Центральная Европа, стандартное время; Orta Avrupa Standart Saati; 中欧标准时间;
    中欧时间; 中歐標準時間; 中歐時間; 中央ヨーロッパ標準時; 中部ヨーロッパ時間; 중부유럽 표준시; 중앙 유럽 시간
Europe/Istanbul: Turkey Time
Europe/Lisbon: Western European Standard Time; Western European Time; Westeuropäische Normalzeit;
    Westeuropäische Zeit; heure normale d'Europe de l'Ouest; Heure d'Europe de l'Ouest;
    heure normale de l'Europe de l'Ouest; hora estándar de Europa occidental; Hora de Europa Occidental;
    hora estándar de Europa del Oeste; Ora standard dell'Europa occidentale; Ora dell'Europa occidentale;
    Horário Padrão da Europa Ocidental; Fuso horário da Europa Ocidental; Hora padrão da Europa Ocidental;
    West-Europese standaardtijd; czas zachodnioeuropejski standardowy; västeuropeisk normaltid; Västeuropeisk tid;
    vesteuropeisk normaltid; Vesteuropæisk normaltid; Länsi-Euroopan normaaliaika; Západoevropský standardní čas;
    nyugat-európai téli idő; Ora standard a Europei de Vest; Χειμερινή ώρα Δυτικής Ευρώπης;
    Западная Европа, стандартное время; Batı Avrupa Standart Saati; 西欧标准时间; 西欧时间; 西歐標準時間; 西歐時間;
    西ヨーロッパ標準時; 西ヨーロッパ時間; 서유럽 표준시; 서유럽 시간
Europe/Moscow: Moscow Standard Time; Moscow Time; Moskauer Normalzeit; Moskauer Zeit;
    heure normale de Moscou; Heure standard de Moscou;
    hora estándar de Moscú; Ora standard di Mosca; Horário Padrão de Moscou; Fuso horário padrão de Moscou;
    Hora padrão de Moscovo; Moskou-standaardtijd; Moskwa (czas standardowy); Moskva, normaltid; normaltid for Moskva;
    Moskva-normaltid; Moskovan normaaliaika; Moskevský standardní čas; moszkvai téli idő; Ora standard a Moscovei;
    Χειμερινή ώρα Μόσχας; Москва, стандартное время; Moskova Standart Saati; 莫斯科标准时间; 莫斯科標準時間;
    モスクワ標準時; 모스크바 표준시
Europe/Samara: Samara Standard Time; Samara Time
Europe/Saratov: Saratov Standard Time
Europe/Ulyanovsk: Ulyanovsk Standard Time
Europe/Volgograd: Volgograd Standard Time
Indian/Chagos: Indian Ocean Territory Time; Indian Ocean Time
Indian/Christmas: Christmas Island Time
Indian/Cocos: Cocos Islands Time
Indian/Kerguelen: French Southern & Antarctic Lands Time; French Southern & Antarctic Time
Indian/Mahe: Seychelles Time
Indian/Maldives: Maldives Time
Indian/Mauritius: Mauritius Standard Time; Mauritius Time
Indian/Reunion: Reunion Time; Réunion Time
Pacific/Apia: Apia Standard Time; West Samoa Standard Time
Pacific/Auckland: New Zealand Standard Time
Pacific/Bougainville: Bougainville Standard Time
Pacific/Chatham: Chatham Standard Time
Pacific/Chuuk: Chuuk Time
Pacific/Easter: Easter Is. Time; Easter Island Standard Time
Pacific/Efate: Vanuatu Standard Time; Vanuatu Time
Pacific/Fakaofo: Tokelau Time
Pacific/Fiji: Fiji Standard Time; Fiji Time
Pacific/Funafuti: Tuvalu Time
Pacific/Galapagos: Galapagos Time
Pacific/Gambier: Gambier Time
Pacific/Guadalcanal: Solomon Is. Time; Solomon Islands Time
Pacific/Guam: Chamorro Standard Time
Pacific/Honolulu: Hawaii Standard Time; Hawaii-Aleutian Standard Time
Pacific/Kanton: Phoenix Islands Time; Kanton Standard Time; Phoenix Is. Time
Pacific/Kiritimati: Line Is. Time; Line Islands Time
Pacific/Kosrae: Kosrae Time
Pacific/Kwajalein: Marshall Islands Time
Pacific/Marquesas: Marquesas Time
Pacific/Nauru: Nauru Time
Pacific/Niue: Niue Time
Pacific/Norfolk: Norfolk Island Standard Time; Norfolk Time
Pacific/Noumea: New Caledonia Standard Time; New Caledonia Time
Pacific/Pago_Pago: Samoa Standard Time
Pacific/Palau: Palau Time
Pacific/Pitcairn: Pitcairn Standard Time; Pitcairn Time
Pacific/Pohnpei: Pohnpei Time; Ponape Time
Pacific/Port_Moresby: Papua New Guinea Time
Pacific/Rarotonga: Cook Is. Time; Cook Islands Standard Time
Pacific/Tahiti: Tahiti Time
Pacific/Tarawa: Gilbert Is. Time; Gilbert Islands Time
Pacific/Tongatapu: Tonga Standard Time; Tonga Time
Pacific/Wake: Wake Island Time; Wake Time
Pacific/Wallis: Wallis & Futuna Time
-09:00: Hawaii Daylight Time; Hawaii-Aleutian Daylight Time
-08:00: Alaska Daylight Time
-07:00: Northwest Mexico Daylight Time; Pacific Daylight Time; Nordamerikanische Westküsten-Sommerzeit;
    heure d'été du Pacifique nord-américain;
    Pazifische Sommerzeit; heure d'été du Pacifique; Heure avancée du Pacifique; hora de verano del Pacífico;
    Ora legale del Pacifico USA; Ora legale della costa occidentale USA; Horário de Verão do Pacífico;
    Horário de luz natural do Pacífico; Hora de verão do Pacífico norte-americana; Pacific-zomertijd;
    czas pacyficzny letni; 北美太平洋夏令时间; 太平洋夏令时; 太平洋夏令時間; 太平洋日光節約時間; 北美太平洋夏令時間;
    アメリカ太平洋夏時間; 太平洋夏時間; 미 태평양 하계 표준시; 태평양 일광절약시간
-06:00: Mexican Pacific Daylight Time; Mountain Daylight Time; Rocky-Mountain-Sommerzeit; Rocky Mountains Sommerzeit;
    heure d'été des Rocheuses; Heure avancée des Rocheuses; hora de verano de las Montañas Rocosas;
    Hora de verano de las Rocosas; hora de verano de la montaña; Ora legale Montagne Rocciose USA;
    Ora legale USA occidentale; Horário de Verão das Montanhas; Horário de luz natural das montanhas;
    Hora de verão de montanha norte-americana; Mountain-zomertijd; czas górski letni; 北美山区夏令时间;
    Mountain 夏令时; 山區夏令時間; 山區日光節約時間; 北美山區夏令時間; アメリカ山地夏時間; 山地夏時間;
    미 산지 하계 표준시; 산지 일광절약시간
-05:00: Central Daylight Time; Easter Is. Summer Time; Easter Island Summer Time;
    Nordamerikanische Inland-Sommerzeit; Zentrale Sommerzeit; heure d'été du Centre; Heure avancée du Centre;
    heure d'été du centre nord-américain;
    hora de verano central; Ora legale centrale USA; Ora legale USA centrale; Horário de Verão Central;
    Horário de luz natural central; Hora de verão central norte-americana; Central-zomertijd;
    czas środkowoamerykański letni; 北美中部夏令时间; 中央夏令时; 中部夏令時間; 中央日光節約時間; 北美中部夏令時間;
    アメリカ中部夏時間; 中部夏時間; 미 중부 하계 표준시; 중부 일광절약시간
-04:00: Cuba Daylight Time; Eastern Daylight Time; Nordamerikanische Ostküsten-Sommerzeit; Östliche Sommerzeit;
    heure d'été de l'Est nord-américain; heure d'été de l'Est; Heure avancée de l'Est;
    hora de verano oriental; Ora legale orientale USA;
    Ora legale USA orientale; Horário de Verão do Leste; Horário de luz natural oriental;
    Hora de verão oriental norte-americana; Eastern-zomertijd; czas wschodnioamerykański letni; 北美东部夏令时间;
    东部夏令时; 東部夏令時間; 東方日光節約時間; 北美東部夏令時間; アメリカ東部夏時間; 東部夏時間;
    미 동부 하계 표준시; 동부 일광절약시간
-03:00: Amazon Summer Time; Atlantic Daylight Time; Chile Summer Time; Paraguay Summer Time;
    heure avancée de l'Atlantique; hora de verano de Chile
-02:00: Brasilia Summer Time; Pierre & Miquelon Daylight Time; St. Pierre & Miquelon Daylight Time;
    Uruguay Summer Time; Horário de Verão de Brasília; Fuso horário de verão de Brasília; Hora de verão de Brasília
-02:30: Newfoundland Daylight Time
-01:00: East Greenland Summer Time; Eastern Greenland Summer Time; West Greenland Summer Time;
    Western Greenland Summer Time
+00:00: Ghana Mean Time; Coordinated Universal Time; Greenwich Mean Time; Azores Summer Time; Koordinierte Weltzeit;
    Mittlere Greenwich-Zeit; Koordinierte Universalzeit; Greenwich Zeit; Temps universel coordonné;
    heure moyenne de Greenwich; Heure du méridien de Greenwich; tiempo universal coordinado;
    hora del meridiano de Greenwich; Hora Universal Coordinada; Tempo coordinato universale;
    Ora del meridiano di Greenwich; Tempo universale coordinato; Ora media di Greenwich;
    Horário Universal Coordenado; Horário do Meridiano de Greenwich; Tempo universal coordenado;
    Fuso horário do meridiano de Greenwich; Hora Coordenada Universal; Hora de Greenwich; gecoördineerde wereldtijd;
    uniwersalny czas koordynowany; czas uniwersalny; koordinerad universell tid; Greenwichtid;
    koordinert universaltid; Greenwich middeltid; Koordineret universaltid; Greenwichin normaaliaika;
    Koordinovaný světový čas; Greenwichský střední čas; koordinált világidő; greenwichi középidő, téli idő;
    Timpul universal coordonat; Ora de Greenwhich; Συντονισμένη Παγκόσμια Ώρα; Μέση ώρα Γκρίνουιτς;
    Всемирное координированное время; Среднее время по Гринвичу; Eş Güdümlü Evrensel Zaman; Greenwich Ortalama Saati;
    协调世界时; 格林尼治标准时间; 协调世界时间; 格林威治时间; 世界標準時間; 格林威治標準時間; 協調世界時間;
    格林威治平均時間; 協定世界時; グリニッジ標準時; 협정 세계시; 그리니치 표준시; 세계 표준시
+01:00: British Summer Time; Irish Standard Time; Irish Summer Time; Western European Summer Time;
    Irische Sommerzeit; Westeuropäische Sommerzeit; Britische Sommerzeit; heure d'été irlandaise;
    heure d'été d'Europe de l'Ouest; heure d'été britannique; heure avancée irlandaise;
    heure avancée de l'Europe de l'Ouest; heure avancée britannique; hora de verano de Irlanda;
    hora de verano de Europa occidental; hora de verano británica; Hora de verano de Gran Bretaña;
    hora estándar de Irlanda; hora de verano de Europa del Oeste; Ora legale dell'Irlanda;
    Ora legale dell'Europa occidentale; Ora legale del Regno Unito; Ora estiva irlandese;
    Ora estiva dell'Europa occidentale; Ora estiva britannica; Horário Padrão Irlandês;
    Horário de Verão da Europa Ocidental; Horário de Verão Britânico; Fuso horário de verão da Irlanda;
    Fuso horário de verão da Europa Ocidental; Fuso horário de verão da Grã-Bretanha; Hora de verão da Irlanda;
    Hora de verão da Europa Ocidental; Hora de verão Britânica; Ierse standaardtijd; West-Europese zomertijd;
    Britse zomertijd; Irlandia (czas letni); czas zachodnioeuropejski letni; Brytyjski czas letni;
    irländsk sommartid; västeuropeisk sommartid; brittisk sommartid; Irland, sommartid; irsk sommertid;
    vesteuropeisk sommertid; britisk sommertid; Irsk normaltid; Vesteuropæisk sommertid; Irlannin kesäaika;
    Länsi-Euroopan kesäaika; Britannian kesäaika; Irský letní čas; Západoevropský letní čas; Britský letní čas;
    ír nyári idő; nyugat-európai nyári idő; brit nyári idő; Ora de vară a Irlandei; Ora de vară a Europei de Vest;
    Ora de vară britanică; Χειμερινή ώρα Ιρλανδίας; Θερινή ώρα Δυτικής Ευρώπης; Θερινή ώρα Βρετανίας;
    Ирландия, стандартное время; Западная Европа, летнее время; Великобритания, летнее время; İrlanda Standart Saati;
    Batı Avrupa Yaz Saati; İngiltere Yaz Saati; 爱尔兰标准时间; 西欧夏令时间; 英国夏令时间; 爱尔兰夏令时; 西欧夏令时;
    英国夏令时; 愛爾蘭標準時間; 西歐夏令時間; 英國夏令時間; 愛爾蘭夏令時間; アイルランド標準時; 西ヨーロッパ夏時間;
    英国夏時間; アイルランド夏時間; 아일랜드 표준시; 서유럽 하계 표준시; 영국 하계 표준시; 아일랜드 일광절약시간;
    서유럽 일광절약시간; 영국 일광절약시간
+02:00: Central European Summer Time; Middle Europe Summer Time; Mitteleuropäische Sommerzeit;
    heure d'été d'Europe centrale; heure avancée de l'Europe centrale; hora de verano de Europa central;
    Ora legale dell'Europa centrale; Ora estiva dell'Europa centrale; Horário de Verão da Europa Central;
    Fuso horário de verão da Europa Central; Hora de verão da Europa Central; Midden-Europese zomertijd;
    czas środkowoeuropejski letni; centraleuropeisk sommartid; sentraleuropeisk sommertid;
    Centraleuropæisk sommertid; Keski-Euroopan kesäaika; Středoevropský letní čas; közép-európai nyári idő;
    Ora de vară a Europei Centrale; Θερινή ώρα Κεντρικής Ευρώπης; Центральная Европа, летнее время;
    Orta Avrupa Yaz Saati; 中欧夏令时间; 中欧夏令时; 中歐夏令時間; 中央ヨーロッパ夏時間; 中部ヨーロッパ夏時間;
    중부유럽 하계 표준시; 중앙 유럽 일광절약시간
+03:00: Eastern European Summer Time; Israel Daylight Time; Israelische Sommerzeit; heure d'été d'Israël;
    hora de verano de Israel; Ora legale di Israele; Turkey Summer Time; Osteuropäische Sommerzeit;
    heure d'été d'Europe de l'Est; heure avancée de l'Europe de l'Est; hora de verano de Europa oriental;
    hora de verano de Europa del Este; Ora legale dell'Europa orientale; Ora estiva dell'Europa orientale;
    Horário de Verão da Europa Oriental; Fuso horário de verão da Europa Oriental; Hora de verão da Europa Oriental;
    Oost-Europese zomertijd; czas wschodnioeuropejski letni; östeuropeisk sommartid; østeuropeisk sommertid;
    Østeuropæisk sommertid; Itä-Euroopan kesäaika; Východoevropský letní čas; kelet-európai nyári idő;
    Ora de vară a Europei de Est; Θερινή ώρα Ανατολικής Ευρώπης; Восточная Европа, летнее время;
    Doğu Avrupa Yaz Saati; 东欧夏令时间; 东欧夏令时; 東歐夏令時間; 東ヨーロッパ夏時間; 동유럽 하계 표준시;
    동유럽 일광절약시간
+04:00: Moscow Daylight Time; Moscow Summer Time; Moskauer Sommerzeit; heure d'été de Moscou;
    Heure avancée de Moscou; hora de verano de Moscú; Ora legale di Mosca; Horário de Verão de Moscou;
    Horário de luz natural de Moscou; Hora de verão de Moscovo; Moskou-zomertijd; Moskwa (czas letni);
    Moskva, sommartid; sommertid for Moskva; Moskva-sommertid; Moskovan kesäaika; Moskevský letní čas;
    moszkvai nyári idő; Ora de vară a Moscovei; Θερινή ώρα Μόσχας; Москва, летнее время; Moskova Yaz Saati;
    莫斯科夏令时间; 莫斯科夏令时; 莫斯科夏令時間; 莫斯科日光節約時間; モスクワ夏時間; 모스크바 하계 표준시;
    모스크바 일광절약시간
+04:30: Iran Daylight Time
+05:00: Azerbaijan Summer Time
+06:30: India Daylight Time
+08:00: Hovd Summer Time
+09:00: Choibalsan Summer Time; Ulaanbaatar Summer Time; China Daylight Time; Hong Kong Summer Time;
    Taipei Daylight Time
+10:00: Japan Daylight Time; Korea Daylight Time; Korean Daylight Time
+10:30: Australian Central Daylight Time; Australian Central Daylight Time (South Australia);
    Australian Central Daylight Time (South Australia/New South Wales)
+11:00: Australian Eastern Daylight Time; Australian Eastern Daylight Time (Macquarie);
    Australian Eastern Daylight Time (New South Wales); Australian Eastern Daylight Time (Tasmania);
    Australian Eastern Daylight Time (Victoria); Lord Howe Daylight Time; Ostaustralische Sommerzeit;
    heure d'été de l'Est de l'Australie; hora de verano de Australia oriental; Ora legale dell'Australia orientale;
    澳大利亚东部夏令时间;
    东部夏令时 (新南威尔斯); 澳洲東部夏令時間; 東部夏令時間 (新南威爾斯); オーストラリア東部夏時間;
    東部夏時間(ニューサウスウェールズ); 오스트레일리아 동부 하계 표준시; 동부 일광 절약 시간(뉴사우스웨일즈)
+12:00: Norfolk Island Daylight Time; Norfolk Summer Time
+13:00: Fiji Summer Time; New Zealand Daylight Time
+13:45: Chatham Daylight Time
+14:00: Apia Daylight Time; Tonga Summer Time; West Samoa Daylight Time
"""  # noqa: RUF001 - Turkish has a letter that looks like an i

WINDOWS_NAMES = """\
Africa/Cairo: Egypt Standard Time
America/Anchorage: Alaskan Standard Time
America/Bogota: SA Pacific Standard Time
America/Indiana/Indianapolis: US Eastern Standard Time
America/Mexico_City: Central Standard Time (Mexico)
America/Phoenix: US Mountain Standard Time
America/Regina: Canada Central Standard Time
America/Santiago: Pacific SA Standard Time
America/Sao_Paulo: E. South America Standard Time
Asia/Bangkok: SE Asia Standard Time
Asia/Riyadh: Arab Standard Time
Asia/Tokyo: Tokyo Standard Time
Atlantic/Reykjavik: Greenwich Standard Time
Australia/Adelaide: Cen. Australia Standard Time
Australia/Brisbane: E. Australia Standard Time
Australia/Darwin: AUS Central Standard Time
Australia/Hobart: Tasmania Standard Time
Australia/Perth: W. Australia Standard Time
Australia/Sydney: AUS Eastern Standard Time
Europe/Berlin: W. Europe Standard Time
Europe/Bucharest: GTB Standard Time
Europe/Budapest: Central Europe Standard Time
Europe/Chisinau: E. Europe Standard Time
Europe/Istanbul: Turkey Standard Time
Europe/Kyiv: FLE Standard Time
Europe/London: GMT Standard Time
Europe/Moscow: Russian Standard Time
Europe/Paris: Romance Standard Time
Pacific/Honolulu: Hawaiian Standard Time
"""
"""The main territory of each name in CLDR's windowsZones, unless Java has the name too."""
