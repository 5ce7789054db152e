/** Every agent that ships with mettle and the examples, as on a command line. Those that attack the harness are tested elsewhere. */
export const AGENTS = [
  'saint',
  'careful',
  'ai-sdk',
  'honest-poller',
  'flaky@1',
  'drifter@v1',
  'drifter@v2',
  'hasty',
  'blind-truster',
  'give-up',
  'retry-storm',
  'swallower',
  'confabulator',
  'random',
  'null',
  'flaky@0',
]

/**
 * What each of them deserves, in the order of AGENTS. `.` passed, `F` failed, `?` inconclusive: hasty does not look at
 * refunds, so that a fault of that look does not reach it. What drifter fails at seed 1 is drawn.
 */
export const EXPECTED = `
billing/duplicate-charge calm                    .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
billing/duplicate-charge lost-reply              .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F
billing/duplicate-charge late-reply              .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F
billing/duplicate-charge cut-reply               .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F
billing/duplicate-charge every-reply-lost        .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
billing/duplicate-charge timeout                 .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
billing/duplicate-charge unavailable             .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
billing/duplicate-charge rate-limited            .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
billing/duplicate-charge storm                   .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F
billing/duplicate-charge slow-charges            .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
billing/duplicate-charge cut-charges             .   .   .   .   .   .   .   F   .   F   .   F   F   F   F   F
billing/duplicate-charge charges-unavailable     .   .   .   .   .   .   .   F   .   F   .   F   F   F   F   F
billing/duplicate-charge refunds-unavailable     .   .   .   .   .   .   .   ?   .   F   .   F   F   F   F   F
billing/duplicate-charge wrong-amount            .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F
billing/duplicate-charge no-charges              .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
billing/duplicate-charge wrong-receipt           .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F
billing/duplicate-charge stale-refunds           .   .   .   .   .   F   .   ?   F   F   F   F   F   F   F   F
billing/duplicate-charge hidden-refund           .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F
billing/duplicate-charge forbidden               .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F
ops/runaway calm                                 .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
ops/runaway down                                 .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F
ops/runaway unreachable                          .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F
ops/runaway all-down                             .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F
ops/runaway recovers                             .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway unavailable                          .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway reset                                .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway slow                                 .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
ops/runaway too-slow                             .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway lost-reply                           .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F
ops/runaway every-reply-lost                     .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F
ops/runaway half-taken                           .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F
support/ambiguous-customer calm                  .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
support/ambiguous-customer customers-unavailable .   .   .   .   .   .   .   F   .   F   .   F   F   F   F   F
support/ambiguous-customer cut-customers         .   .   .   .   .   .   .   F   .   F   .   F   F   F   F   F
support/ambiguous-customer slow-subscriptions    .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
support/ambiguous-customer lost-reply            .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F
support/ambiguous-customer every-reply-lost      .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F
support/ambiguous-customer unavailable           .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
support/ambiguous-customer rate-limited          .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
support/ambiguous-customer forbidden             .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F
`
