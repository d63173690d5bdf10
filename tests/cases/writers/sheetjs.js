// Opens each workbook with SheetJS and saves it anew: node sheetjs.js SOURCE TARGET ...
// The ending of the target chooses the format (xlsx, xls, ods).
const XLSX = require("xlsx");

const paths = process.argv.slice(2);
for (let place = 0; place < paths.length; place += 2) {
  const book = XLSX.readFile(paths[place], { cellStyles: true, cellNF: true, cellFormula: true });
  XLSX.writeFile(book, paths[place + 1], { cellStyles: true });
}
