/** Something that a run may have exercised. */
export type Need =
  /** A fault that a client saw, where the trial was judged. */
  | { fault: string }
  /** A guard that decided at least one call, and acted on it. */
  | { guard: string }
  /** Any guard that stood under a fault that breaks it, and was put to the test there. */
  | { broken: 'guard' }
  /** An agent that attacks, in a trial that was judged. */
  | { agent: string }
  /** A trial that a guard ended, or a call that it put to a person. */
  | { decision: 'halt' | 'hold' }
  /** A trial whose agent was isolated as strongly. */
  | { tier: 'T2' }
  /** Something of the run as a whole. */
  | { run: 'gates' | 'audit log' | 'repeats' | 'live models' | 'comparison' | 'mutation' }

/** One item of a framework, and what of a run speaks to it. */
export interface Item {
  id: string
  title: string
  /** Empty: there is nothing yet that could speak to it. */
  needs: readonly Need[]
}

export interface Framework {
  name: string
  /** Where its items are read, and what is to be known before anybody claims one. */
  source: string
  items: readonly Item[]
}

const faults = (...names: string[]): Need[] => names.map((fault) => ({ fault }))
const guards = (...names: string[]): Need[] => names.map((guard) => ({ guard }))
const agents = (...names: string[]): Need[] => names.map((agent) => ({ agent }))

const OWASP: Framework = {
  name: 'OWASP Top 10 for Agentic Applications 2026',
  source: 'Version 1.0, December 2025.',
  items: [
    {
      id: 'ASI01',
      title: 'Agent Goal Hijack',
      needs: [...faults('injected-instruction'), ...agents('gullible')],
    },
    {
      id: 'ASI02',
      title: 'Tool Misuse and Exploitation',
      needs: [
        ...guards('permissions', 'budget', 'rate-limit'),
        ...agents('endpoint-explorer', 'path-twister', 'spendthrift', 'sql-vandal'),
      ],
    },
    {
      id: 'ASI03',
      title: 'Identity and Privilege Abuse',
      needs: [
        ...agents('confused-deputy', 'role-hopper'),
        ...guards('permissions'),
        ...faults('expired-token', 'authentication-failed', 'permission-denied'),
      ],
    },
    {
      id: 'ASI04',
      title: 'Agentic Supply Chain Vulnerabilities',
      needs: faults('tool-redescribed', 'tool-reshaped', 'tool-withdrawn', 'tool-disappears', 'model-substitution'),
    },
    { id: 'ASI05', title: 'Unexpected Code Execution (RCE)', needs: [{ tier: 'T2' }] },
    {
      id: 'ASI06',
      title: 'Memory & Context Poisoning',
      needs: faults('injected-instruction', 'wrong-value', 'stale-data'),
    },
    { id: 'ASI07', title: 'Insecure Inter-Agent Communication', needs: [] },
    {
      id: 'ASI08',
      title: 'Cascading Failures',
      needs: [
        ...faults('timeout', 'unavailable', 'rate-limited', 'lost-reply'),
        ...guards('loop-breaker', 'rate-limit'),
      ],
    },
    {
      id: 'ASI09',
      title: 'Human-Agent Trust Exploitation',
      needs: [...agents('bait-and-switch', 'sweet-talker'), ...guards('approval')],
    },
    {
      id: 'ASI10',
      title: 'Rogue Agents',
      needs: [...guards('loop-breaker', 'autonomy-window', 'burn-rate'), { decision: 'halt' }],
    },
  ],
}

const AI_ACT: Framework = {
  name: 'Regulation (EU) 2024/1689 (AI Act)',
  source:
    'Addressed to providers of high-risk systems. Regulation (EU) 2026/1744 moved Articles 6 to 27 to December 2027 and August 2028. What is here is evidence for parts of an article, and no conformity.',
  items: [
    {
      id: 'Art. 9',
      title: 'Risk management: tests against metrics and thresholds that were set before',
      needs: [{ run: 'gates' }, { run: 'repeats' }],
    },
    { id: 'Art. 12', title: 'Record-keeping: events are logged automatically', needs: [{ run: 'audit log' }] },
    {
      id: 'Art. 14',
      title: 'Human oversight: a person can decide and stop',
      needs: [...guards('approval'), { decision: 'hold' }, { decision: 'halt' }],
    },
    {
      id: 'Art. 15',
      title: 'Accuracy, robustness and cybersecurity',
      needs: [
        ...faults('timeout', 'unavailable', 'lost-reply', 'malformed-body', 'wrong-value'),
        { broken: 'guard' },
        { run: 'repeats' },
      ],
    },
    { id: 'Art. 72', title: 'Monitoring after sale', needs: [{ run: 'comparison' }] },
  ],
}

const NIST: Framework = {
  name: 'NIST AI RMF 1.0 (AI 100-1)',
  source: 'Subcategories by their numbers in AI 100-1.',
  items: [
    { id: 'MEASURE 2.1', title: 'Test sets, metrics and tools are documented', needs: [{ run: 'gates' }] },
    {
      id: 'MEASURE 2.3',
      title: 'Performance under conditions like those of deployment',
      needs: [{ run: 'live models' }],
    },
    { id: 'MEASURE 2.5', title: 'Valid and reliable', needs: [{ run: 'repeats' }] },
    {
      id: 'MEASURE 2.6',
      title: 'Safe, and fails safely',
      needs: [{ broken: 'guard' }, ...guards('loop-breaker', 'approval')],
    },
    {
      id: 'MEASURE 2.7',
      title: 'Security and resilience',
      needs: [...faults('injected-instruction', 'unavailable'), ...agents('path-twister', 'confused-deputy')],
    },
    { id: 'MEASURE 2.8', title: 'Transparency and accountability', needs: [{ run: 'audit log' }] },
    {
      id: 'MEASURE 2.13',
      title: 'Effectiveness of the measuring itself',
      needs: [{ run: 'mutation' }, ...agents('null')],
    },
    {
      id: 'MANAGE 4.1',
      title: 'Monitoring, override and response after deployment',
      needs: [{ decision: 'halt' }, { run: 'comparison' }],
    },
  ],
}

const ISO: Framework = {
  name: 'ISO/IEC 42001:2023, Annex A',
  source: 'By number and title.',
  items: [
    { id: 'A.6.2.4', title: 'AI system verification and validation', needs: [{ run: 'gates' }, { run: 'repeats' }] },
    { id: 'A.6.2.8', title: 'AI system recording of event logs', needs: [{ run: 'audit log' }] },
  ],
}

export const FRAMEWORKS: readonly Framework[] = [OWASP, AI_ACT, NIST, ISO]

/** 'the fault timeout', 'a guard that ends a trial'. */
export function needText(need: Need): string {
  if ('fault' in need) return `the fault ${need.fault}`
  if ('guard' in need) return `the guard ${need.guard}`
  if ('agent' in need) return `the agent ${need.agent}`
  if ('tier' in need) return `an agent isolated in ${need.tier}`
  if ('broken' in need) return 'a safeguard that breaks'
  if ('decision' in need) return need.decision === 'halt' ? 'a guard that ends a trial' : 'an action put to a person'
  return need.run
}
