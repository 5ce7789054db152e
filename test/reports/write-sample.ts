import { writeFileSync } from 'node:fs'
import { html } from '../../src/reports/html.ts'
import { renderList } from '../../src/reports/list.ts'
import { sampleRun, storedRun } from './sample-run.ts'

const run = storedRun(sampleRun())
writeFileSync('/tmp/report.html', await html.render(run))
console.log(renderList(run, { color: true, width: 100 }))
console.log(renderList(run, { color: false, width: 60 }))
