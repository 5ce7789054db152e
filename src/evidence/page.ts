import { html, type Markup, pageOf } from '../reports/markup.ts'
import { RATES, type Statement } from './statement.ts'

/** The page that a person reads: nothing in it moves, loads or runs. */
export function evidencePage(statement: Statement): string {
  const { release, passed, reason, summary } = statement
  const title = `Evidence${release === null ? '' : ` for ${release}`}`
  const body = html`<h1>${title}</h1>
<p class="${passed ? 'good' : 'bad'}"><strong>${passed ? 'The gates held.' : 'The gates did not hold.'}</strong> ${reason}</p>
<p>${summary.planned} trials were planned: ${summary.passed} passed, ${summary.failed} failed, ${summary.inconclusive} inconclusive, ${summary.error} errors, ${summary.notRun} not run.</p>
${origin(statement)}${gates(statement)}${agents(statement)}${guards(statement)}${faults(statement)}${coverage(statement)}${checking(statement)}`
  return pageOf(title, body)
}

function origin({ run, suite, mettle, madeAt, accepted, auditProblem }: Statement): Markup {
  const commit = suite
    ? `${suite.commit}${suite.changed ? ', with changes that are in no commit' : ''}`
    : 'in no repository'
  const log = auditProblem ?? (run.audit ? `${run.audit.count} actions, as they were written` : 'there is none')
  return html`<h2>What was run</h2><dl>
<dt>run</dt><dd><code>${run.id}</code>, seed <code>${run.seed}</code></dd>
<dt>plan, sealed before the first trial</dt><dd><code>${run.planDigest}</code></dd>
<dt>from, until</dt><dd>${run.startedAt}, ${run.finishedAt ?? 'unfinished'}</dd>
<dt>suite</dt><dd>${commit}</dd>
<dt>versions</dt><dd>mettle ${run.environment.mettle}, Node ${run.environment.node}, ${run.environment.platform}${run.environment.database ? `, ${run.environment.database}` : ''}</dd>
<dt>audit log</dt><dd>${log}</dd>
<dt>made</dt><dd>${madeAt}, by mettle ${mettle}</dd>
${accepted.map(
  ({ name, by, reason, acceptedAt, run: id }) =>
    html`<dt>accepted reference</dt><dd>${name}: run <code>${id}</code>, ${acceptedAt}, ${by === null ? 'in no commit' : `by ${by}`}. ${reason}</dd>`,
)}
</dl><p><a href="run/index.html">The report of the run</a>, <a href="evidence.json">this page as JSON</a></p>`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function gates({ gates: all }: Statement): Markup {
  if (all.length === 0)
    return html`<h2>Gates</h2><p class="bad">No gate was set before the run: it has no threshold that it held.</p>`
  const rows = all.map(
    ({ gate, status, value, holds }) => html`<tr><td><code>${gate}</code></td>
<td class="${status === 'passed' ? 'good' : 'bad'}">${status}</td><td class="n">${value === null ? '' : Number(value.toFixed(4))}</td>
${RATES.map((_, at) => html`<td class="n">${holds?.[at] === undefined || holds[at] === null ? '' : percent(holds[at])}</td>`)}</tr>`,
  )
  return html`<h2>Gates</h2><p class="dim">On the right: how likely the gate holds where each trial passes with that chance. It is what a verdict by it is worth; empty where the gate rests on more than which trials pass.</p>
<div class="wide"><table><tr><th>gate</th><th>verdict</th><th class="n">figure</th>${RATES.map((p) => html`<th class="n">at ${p}</th>`)}</tr>${rows}</table></div>`
}

function agents({ agents: all }: Statement): Markup {
  const rows = all.map(
    ({ agent, model, passed, of, low, high }) => html`<tr><td>${agent}${model === null ? '' : ` (${model})`}</td>
<td class="n">${passed} of ${of}</td><td class="n">${percent(passed / of)}</td><td class="n">${percent(low)} to ${percent(high)}</td></tr>`,
  )
  return html`<h2>Agents</h2><table><tr><th>agent</th><th class="n">passed</th><th class="n">share</th><th class="n">95 % interval</th></tr>${rows}</table>`
}

function guards({ guards: all }: Statement): Markup {
  if (all.length === 0) return html`<h2>Safeguards</h2><p class="bad">No trial had a guard.</p>`
  const counted = (list: { what: string; count: number }[]) =>
    list.map(({ what, count }) => `${what} ${count}`).join(', ')
  const rows = all.map(
    ({ guard, outcomes, broken }) =>
      html`<tr><td>${guard}</td><td class="${outcomes.some(({ what }) => what === 'bypassed') ? 'bad' : ''}">${counted(outcomes)}</td><td>${counted(broken) || 'not broken in any trial'}</td></tr>`,
  )
  return html`<h2>Safeguards</h2><p class="dim">By effects: what took effect, and not what a guard said of itself.</p>
<table><tr><th>guard</th><th>trials</th><th>on the day when it breaks</th></tr>${rows}</table>`
}

function faults({ faults: all }: Statement): Markup {
  if (all.length === 0) return html`<h2>Faults</h2><p class="bad">No fault was planned.</p>`
  const rows = all.map(
    ({
      fault,
      planned,
      delivered,
      reached,
      passed,
      trials,
    }) => html`<tr><td>${fault}</td><td class="n">${delivered} of ${planned}</td>
<td class="n">${passed} of ${reached}</td><td><small>${trials.join(', ')}</small></td></tr>`,
  )
  return html`<h2>Faults that reached a client</h2><table><tr><th>fault</th><th class="n">delivered</th><th class="n">passed</th><th>for example</th></tr>${rows}</table>`
}

function coverage({ coverage: all }: Statement): Markup {
  return html`<h2>What it speaks to</h2><p class="dim">Computed from what was delivered, decided and judged. An item is not fulfilled because something speaks to it; a gap is one that nothing in this run speaks to.</p>
${all.map(
  ({ framework, source, items }) => html`<h3>${framework}</h3><p class="dim">${source}</p><table>
${items.map(
  ({
    id,
    title,
    covered,
    shown,
    missing,
  }) => html`<tr class="${covered ? '' : 'gap'}"><td><strong>${id}</strong></td><td>${title}</td>
<td>${covered ? shown.map((one) => html`${shownText(one)}<br>`) : html`gap${missing.length === 0 ? ': nothing can speak to it yet' : ''}<br>`}${missing.length > 0 ? html`<small>not in this run: ${missing.join(', ')}</small>` : ''}</td></tr>`,
)}</table>`,
)}`
}

function shownText({
  what,
  count,
  passed,
  trials,
}: Statement['coverage'][number]['items'][number]['shown'][number]): string {
  if (trials.length === 0) return what
  return `${what}: ${count} ${count === 1 ? 'trial' : 'trials'}, ${passed} passed (${trials[0]}${count > 1 ? ' …' : ''})`
}

function checking({ fingerprint }: Statement): Markup {
  return html`<h2>How to check it</h2><p>With a shell, <code>sha256sum</code> and <code>openssl</code>; the public key and the script from whoever you trust, not from this folder:</p>
<pre>sh verify.sh FOLDER PUBLIC-KEY.pem</pre>
<p>It says VERIFIED and the fingerprint of the key, which is <code>${fingerprint}</code> where nobody has signed it anew.</p>`
}
