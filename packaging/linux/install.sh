#!/bin/sh
# Installs IB Monitor for this user only, from the folder this script is in; --uninstall takes it away again.
# Settings, the window's state and logs are left alone by both.
set -eu

data=${XDG_DATA_HOME:-$HOME/.local/share}
bin=$HOME/.local/bin
program=$data/ibmonitor/program
desktop=$data/applications/ibmonitor.desktop
icon=$data/icons/hicolor/scalable/apps/ibmonitor.svg
metainfo=$data/metainfo/ibmonitor.metainfo.xml
mime=$data/mime/packages/ibmonitor-recording.xml
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

tell_desktop() {
    # Menus are renewed by themselves sooner or later; these make it sooner where they are installed.
    if command -v update-desktop-database >/dev/null 2>&1; then
        update-desktop-database "$data/applications" 2>/dev/null || true
    fi
    if command -v update-mime-database >/dev/null 2>&1 && [ -d "$data/mime/packages" ]; then
        update-mime-database "$data/mime" 2>/dev/null || true
    fi
}

is_ours() {
    [ -L "$bin/ibmonitor" ] && [ "$(readlink -- "$bin/ibmonitor")" = "$program/ibmonitor" ]
}

uninstall() {
    if is_ours; then rm -f -- "$bin/ibmonitor"; fi
    rm -rf -- "$program" "$program.new" "$program.old"
    rm -f -- "$desktop" "$icon" "$metainfo" "$mime"
    rmdir -- "$data/ibmonitor" 2>/dev/null || true
    tell_desktop
    echo "IB Monitor is uninstalled. Its settings and logs are still there."
}

install_it() {
    if [ ! -x "$here/ibmonitor/ibmonitor" ]; then
        echo "install.sh: there is no program in $here/ibmonitor" >&2
        exit 1
    fi
    if [ -e "$bin/ibmonitor" ] && ! is_ours; then
        echo "install.sh: $bin/ibmonitor exists and is another program; move it away first" >&2
        exit 1
    fi
    mkdir -p -- "$data/ibmonitor" "$bin" "${desktop%/*}" "${icon%/*}" "${metainfo%/*}" "${mime%/*}"
    # Whole before it takes the place of an older one, which may be running.
    rm -rf -- "$program.new" "$program.old"
    cp -R -- "$here/ibmonitor" "$program.new"
    if [ -e "$program" ]; then mv -- "$program" "$program.old"; fi
    mv -- "$program.new" "$program"
    rm -rf -- "$program.old"
    ln -sfn -- "$program/ibmonitor" "$bin/ibmonitor"
    # In quotes, as the Desktop Entry Specification has it: the folder's name may hold spaces.
    quoted=$(printf '%s' "$program/ibmonitor" | sed 's/[\\"`$]/\\\\&/g; s/%/%%/g')
    program_quoted=$quoted awk '
        /^Exec=ibmonitor/ { sub(/^Exec=ibmonitor/, ""); print "Exec=\"" ENVIRON["program_quoted"] "\"" $0; next }
        { print }
    ' "$here/ibmonitor.desktop" > "$desktop"
    cp -- "$here/ibmonitor.svg" "$icon"
    cp -- "$here/ibmonitor.metainfo.xml" "$metainfo"
    cp -- "$here/ibmonitor-recording.xml" "$mime"
    tell_desktop
    echo "IB Monitor is installed in $program and in the menu of applications."
    case ":$PATH:" in
        *":$bin:"*) echo "Start it with: ibmonitor" ;;
        *) echo "Start it with: $bin/ibmonitor   ($bin is not in PATH)" ;;
    esac
}

case "${1:-}" in
    "") install_it ;;
    --uninstall) uninstall ;;
    *)
        echo "usage: install.sh [--uninstall]" >&2
        exit 2
        ;;
esac
