import type { CheckName } from './report-checks.ts'

/** A bug to plant into the page's code, and the check that must not let it pass. */
export interface Mutant {
  what: string
  /** Below src/reports/html. */
  file: string
  /** Stands there once. */
  find: string
  replace: string
  caughtBy: CheckName
}

const LIST = 'browser/list-page.ts'
const TRACKS = 'browser/tracks-panel.ts'
const TRIAL = 'browser/trial-page.ts'
const STEPS = 'browser/steps-panel.ts'

export const mutants: readonly Mutant[] = [
  {
    what: 'scrolling repeats the first rows',
    ...{ file: LIST, find: 'places.slice(shown, shown + CHUNK)', replace: 'places.slice(0, CHUNK)' },
    caughtBy: 'the list shows every trial',
  },
  {
    what: 'the filter ignores the verdict',
    ...{ file: 'browser/filter.ts', find: 'filter.verdict.includes(row.verdict)', replace: 'true' },
    caughtBy: 'a filter keeps what fits it, and counts it',
  },
  {
    what: 'the filter ignores the agent',
    ...{ file: 'browser/filter.ts', find: 'fits(agent, row.agent)', replace: 'true' },
    caughtBy: 'a filter keeps what fits it, and counts it',
  },
  {
    what: 'the filter counts one too many',
    ...{ file: LIST, find: '[found.length, book', replace: '[found.length + 1, book' },
    caughtBy: 'a filter keeps what fits it, and counts it',
  },
  {
    what: 'a filter leaves no address to go back to',
    ...{ file: LIST, find: 'history.pushState', replace: 'history.replaceState' },
    caughtBy: 'back leads through trial and filters to the whole list',
  },
  {
    what: 'back does not restore the list',
    ...{ file: LIST, find: '      apply(filter)', replace: '      if (places.length === 0) apply(filter)' },
    caughtBy: 'back leads through trial and filters to the whole list',
  },
  {
    what: 'back does not restore the form',
    ...{ file: LIST, find: '      fill(form, filter)', replace: '' },
    caughtBy: 'back leads through trial and filters to the whole list',
  },
  {
    what: 'the trail forgets the filter',
    ...{ file: 'browser/main.ts', find: 'lastList = location.hash', replace: "lastList = '#/trials'" },
    caughtBy: 'back leads through trial and filters to the whole list',
  },
  {
    what: 'the next trial is this one',
    ...{ file: TRIAL, find: 'places[at + 1]', replace: 'places[at]' },
    caughtBy: 'the trials before and after stand beside one',
  },
  {
    what: 'the slash is dead',
    ...{ file: 'browser/main.ts', find: "event.key !== '/'", replace: "event.key !== '§'" },
    caughtBy: 'a slash leads to the search, which finds what stands only in traces',
  },
  {
    what: 'the search misses the traces',
    ...{
      file: 'browser/book.ts',
      find: "yield* readAll('traces', index.traces",
      replace: "yield* readAll('traces', []",
    },
    caughtBy: 'a slash leads to the search, which finds what stands only in traces',
  },
  {
    what: 'the search names the wrong trials',
    ...{ file: 'browser/book.ts', find: 'traced.get(line) ?? -1', replace: 'traced.get(line + 1) ?? -1' },
    caughtBy: 'a slash leads to the search, which finds what stands only in traces',
  },
  {
    what: 'the search is content with one word',
    ...{ file: 'browser/search.ts', find: '(1 << words.length) - 1', replace: '1' },
    caughtBy: 'a search that finds nothing says so',
  },
  {
    what: 'an empty list says nothing',
    ...{ file: LIST, find: 'hidden = found.length > 0', replace: 'hidden = true' },
    caughtBy: 'a search that finds nothing says so',
  },
  {
    what: 'a link opens the trial after its own',
    ...{ file: 'browser/book.ts', find: 'places.get(path) ?? -1', replace: '(places.get(path) ?? -2) + 1' },
    caughtBy: 'a link leads to its trial',
  },
  {
    what: 'a link to an event marks nothing',
    ...{ file: STEPS, find: "target.classList.add('target')", replace: '' },
    caughtBy: 'a link leads to an event and to a call, opens what is around it and marks it',
  },
  {
    what: 'a link to an event leaves it closed',
    ...{ file: STEPS, find: "row?.querySelectorAll<HTMLDetailsElement>('details.step') ?? []", replace: '[]' },
    caughtBy: 'a link leads to an event and to a call, opens what is around it and marks it',
  },
  {
    what: 'a link to an event does not scroll',
    ...{ file: STEPS, find: "target.scrollIntoView({ block: 'center' })", replace: '' },
    caughtBy: 'a link leads to an event and to a call, opens what is around it and marks it',
  },
  {
    what: 'an opened step shows nothing of what was sent',
    ...{ file: 'trial/call-view.ts', find: 'bodyOf(withoutBlanks(call.input), PANE)', replace: "bodyOf('', PANE)" },
    caughtBy: 'a step opens to what was sent, done and seen',
  },
  {
    what: 'requests to models stay as they are carried',
    ...{ file: 'browser/book.ts', find: '.map(openRestorer())', replace: '' },
    caughtBy: 'a turn shows what it adds, and what was said before at a click',
  },
  {
    what: 'each request is taken for the first',
    ...{ file: 'trial/steps.ts', find: 'additionOf(story.call)', replace: 'openAdditions()(story.call)' },
    caughtBy: 'a turn shows what it adds, and what was said before at a click',
  },
  {
    what: 'what is added is taken for what was said before',
    ...{
      file: 'trial/request-view.ts',
      find: 'earlier: added ? null : earlierView(values)',
      replace: 'earlier: earlierView(values)',
    },
    caughtBy: 'a turn shows what it adds, and what was said before at a click',
  },
  {
    what: 'opening all opens none',
    ...{ file: STEPS, find: 'setOpen(true)', replace: 'setOpen(false)' },
    caughtBy: 'a step opens to what was sent, done and seen',
  },
  {
    what: 'the zoom does nothing',
    ...{ file: TRACKS, find: 'window = next', replace: 'void next' },
    caughtBy: 'keys and buttons zoom, move and fit the timeline',
  },
  {
    what: 'an arrow leads the wrong way',
    ...{ file: TRACKS, find: "ArrowRight: 'right'", replace: "ArrowRight: 'left'" },
    caughtBy: 'keys and buttons zoom, move and fit the timeline',
  },
  {
    what: 'a redrawn timeline loses the focus',
    ...{ file: TRACKS, find: 'if (focused) figure', replace: 'if (!focused) figure' },
    caughtBy: 'keys and buttons zoom, move and fit the timeline',
  },
  {
    what: 'a span that is drawn is the whole',
    ...{ file: TRACKS, find: 'onSpan(ends[0] ?? 0, ends[1] ?? 1)', replace: 'onSpan(0, 1)' },
    caughtBy: 'a span that is drawn is looked at closer',
  },
  {
    what: 'the replay that is copied is another text',
    ...{ file: TRIAL, find: '() => detail.replay', replace: '() => name.id' },
    caughtBy: 'the copy buttons hand over replay, plan and link',
  },
  {
    what: 'the plan that is copied is empty',
    ...{ file: TRIAL, find: '() => planText(detail)', replace: "() => '[]'" },
    caughtBy: 'the copy buttons hand over replay, plan and link',
  },
  {
    what: 'it says copied and copies nothing',
    ...{ file: 'browser/trial-page.ts', find: 'await navigator.clipboard.writeText(text)', replace: '' },
    caughtBy: 'the copy buttons hand over replay, plan and link',
  },
  {
    what: 'the first divergence is marked a row late',
    ...{
      file: 'trial/beside.ts',
      find: 'parted: event.seq === parted?.seq',
      replace: 'parted: event.seq - 1 === parted?.seq',
    },
    caughtBy: 'beside a trial stands one that passed, and where the two part',
  },
  {
    what: 'where the agents part is not marked',
    ...{ file: 'trial/beside.ts', find: 'behaved: event.seq === behaved?.seq', replace: 'behaved: event.seq < 0' },
    caughtBy: 'beside a trial stands one that passed, and where the two part',
  },
  {
    what: 'it stands beside one that failed',
    ...{
      file: 'browser/beside-panel.ts',
      find: "verdict === 'passed' ? 0 : 4",
      replace: "verdict === 'passed' ? 4 : 0",
    },
    caughtBy: 'beside a trial stands one that passed, and where the two part',
  },
  {
    what: 'the theme is forgotten',
    ...{ file: 'browser/theme.ts', find: 'localStorage.setItem(KEY, theme)', replace: '' },
    caughtBy: 'the theme that was chosen stays',
  },
]
