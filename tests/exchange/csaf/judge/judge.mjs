// Judges advisories: one in JSON on each line that comes in, on each that goes out the tests of CSAF 2.0 that it fails and where.
// `node judge.mjs FOLDER`, where FOLDER holds node_modules.

import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const library = `${pathToFileURL(process.argv[2])}/node_modules/@secvisogram/csaf-validator-lib`
const suites = await Promise.all(['mandatory', 'optional'].map((kind) => import(`${library}/${kind}Tests.js`)))
const { csaf_2_0: schema } = await import(`${library}/schemaTests.js`)

// mandatoryTest_6_1_27_10 is test 6.1.27.10 of the standard.
const tests = suites
  .flatMap((suite) => Object.entries(suite))
  .map(([name, test]) => [name.slice(name.indexOf('_') + 1).replaceAll('_', '.'), test])
tests.unshift(['schema', schema])

for await (const line of createInterface({ input: process.stdin })) {
  const document = JSON.parse(line)
  const failed = {}
  for (const [number, test] of tests) {
    const { isValid = true, errors = [], warnings = [] } = await test(document)
    if (!isValid || warnings.length) failed[number] = [...errors, ...warnings].map((one) => `${one.instancePath}: ${one.message}`)
  }
  console.log(JSON.stringify(failed))
}
