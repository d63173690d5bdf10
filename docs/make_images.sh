#!/usr/bin/env bash
# The pictures of README.md, from the demonstration round. Needs LibreOffice, pdftoppm, pdftotext and
# Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
migbook=${MIGBOOK:-.venv/bin/migbook}

picture() { # workbook, words on the wanted page, picture
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf \
        --outdir "$folder" "$1" >/dev/null 2>&1
    local pdf page
    pdf="$folder/$(basename "${1%.xlsx}").pdf"
    for page in $(seq 1 20); do
        if pdftotext -f "$page" -l "$page" "$pdf" - | tr '\n' ' ' | grep -q "$2"; then
            pdftoppm -r 110 -f "$page" -l "$page" -png -singlefile "$pdf" "${3%.png}"
            return
        fi
    done
    echo "no page with '$2' in $pdf" >&2
    return 1
}

"$migbook" demo "$folder/demo" >/dev/null
picture "$folder"/demo/inbox/practice/0501724000-*.xlsx "Name of the body" docs/images/workbook.png
picture "$folder"/demo/summary/*-summary-INTERNAL.xlsx "Key figures" docs/images/summary.png
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync "--user-data-dir=$folder/chromium" \
    --window-size=1280,1130 --virtual-time-budget=20000 "--screenshot=$PWD/docs/images/page.png" \
    "file://$(echo "$folder"/demo/summary/*-summary-INTERNAL.html)" >/dev/null 2>&1
