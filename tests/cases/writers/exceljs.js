// Opens each workbook with ExcelJS and saves it anew: node exceljs.js SOURCE TARGET ...
const ExcelJS = require("exceljs");

async function main(paths) {
  for (let place = 0; place < paths.length; place += 2) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(paths[place]);
    await book.xlsx.writeFile(paths[place + 1]);
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
