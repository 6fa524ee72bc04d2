// Judges advisories: one in JSON on each line that comes in, on each that goes out the tests of CSAF 2.0 that it fails and where.
// `node judge.mjs FOLDER`, where FOLDER holds node_modules.

import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const library = `${pathToFileURL(process.argv[2])}/node_modules/@secvisogram/csaf-validator-lib`
// The other optional tests are on products. What Kring publishes names none, and each test costs a twentieth of a second to load.
const OPTIONAL = [5, 6, 10, 11, 12, 13, 14, 15, 17, 18, 20]

const { csaf_2_0: schema } = await import(`${library}/schemaTests.js`)
// mandatoryTest_6_1_27_10 is test 6.1.27.10 of the standard.
const mandatory = Object.entries(await import(`${library}/mandatoryTests.js`))
const tests = [['schema', schema], ...mandatory.map(([name, test]) => [name.replace('mandatoryTest_', '').replaceAll('_', '.'), test])]
for (const number of OPTIONAL) {
  tests.push([`6.2.${number}`, (await import(`${library}/lib/optionalTests/optionalTest_6_2_${number}.js`)).default])
}

for await (const line of createInterface({ input: process.stdin })) {
  const document = JSON.parse(line)
  const failed = {}
  for (const [number, test] of tests) {
    const { isValid = true, errors = [], warnings = [] } = await test(document)
    if (!isValid || warnings.length) failed[number] = [...errors, ...warnings].map((one) => `${one.instancePath}: ${one.message}`)
  }
  console.log(JSON.stringify(failed))
}
