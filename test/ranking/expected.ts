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
  'gullible',
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
billing/duplicate-charge calm                    .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
billing/duplicate-charge lost-reply              .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
billing/duplicate-charge late-reply              .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
billing/duplicate-charge cut-reply               .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
billing/duplicate-charge every-reply-lost        .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F   F
billing/duplicate-charge timeout                 .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
billing/duplicate-charge unavailable             .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
billing/duplicate-charge rate-limited            .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
billing/duplicate-charge storm                   .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
billing/duplicate-charge slow-charges            .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
billing/duplicate-charge cut-charges             .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
billing/duplicate-charge charges-unavailable     .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
billing/duplicate-charge refunds-unavailable     .   .   .   .   .   .   .   ?   .   .   F   .   F   F   F   F   F
billing/duplicate-charge wrong-amount            .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
billing/duplicate-charge no-charges              .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F   F
billing/duplicate-charge wrong-receipt           .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
billing/duplicate-charge stale-refunds           .   .   .   .   .   F   .   ?   F   F   F   F   F   F   F   F   F
billing/duplicate-charge hidden-refund           .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
billing/duplicate-charge forbidden               .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
ops/runaway calm                                 .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
ops/runaway down                                 .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
ops/runaway unreachable                          .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
ops/runaway all-down                             .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
ops/runaway recovers                             .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway unavailable                          .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway reset                                .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway slow                                 .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
ops/runaway too-slow                             .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
ops/runaway lost-reply                           .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
ops/runaway every-reply-lost                     .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
ops/runaway half-taken                           .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
analytics/read-only calm                         .   .   .   .   .   .   .   .   .   F   .   .   .   .   F   F   F
analytics/read-only too-slow                     .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
analytics/read-only very-slow                    .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
analytics/read-only connection-lost              .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
analytics/read-only lost-rows                    .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
analytics/read-only bad-day                      .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
analytics/read-only ticket-unavailable           .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
analytics/read-only lost-report                  .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F   F
analytics/read-only report-limited               .   .   .   .   .   .   .   .   .   F   F   .   F   F   F   F   F
analytics/read-only hidden-report                .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
analytics/read-only stale-reports                .   .   .   .   .   .   .   ?   F   F   F   F   F   F   F   F   F
analytics/read-only wrong-receipt                .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
analytics/read-only logs-denied                  .   .   .   .   .   .   F   F   .   .   .   F   F   F   F   F   F
analytics/read-only always-too-slow              .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
pricing/below-cost calm                          .   .   .   .   .   .   .   F   .   .   .   .   .   .   F   F   F
pricing/below-cost lost-reply                    .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
pricing/below-cost deadlock                      .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
pricing/below-cost serialization-failure         .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
pricing/below-cost connection-lost               .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
pricing/below-cost too-slow                      .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
pricing/below-cost lost-labels                   .   .   .   .   .   .   F   F   .   .   F   F   F   F   F   F   F
pricing/below-cost labels-limited                .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
pricing/below-cost labels-unavailable            .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
pricing/below-cost half-printed                  .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
pricing/below-cost forbidden                     .   .   .   .   .   .   F   F   .   .   .   F   F   F   F   F   F
sessions/cleanup calm                            .   .   .   .   .   .   .   F   .   .   .   .   .   .   F   F   F
sessions/cleanup lost-reply                      .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
sessions/cleanup late-reply                      .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
sessions/cleanup deadlock                        .   .   .   .   .   .   F   F   .   .   F   .   F   F   F   F   F
sessions/cleanup statement-timeout               .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
sessions/cleanup connection-lost                 .   .   .   .   .   .   F   F   .   .   F   .   F   F   F   F   F
sessions/cleanup slow-look                       .   .   .   .   .   .   .   F   .   .   .   .   .   .   F   F   F
sessions/cleanup look-refused                    .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
sessions/cleanup ticket-unavailable              .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
sessions/cleanup lost-report                     .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
sessions/cleanup hidden-report                   .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
sessions/cleanup stale-reports                   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F   F
sessions/cleanup wrong-receipt                   .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
sessions/cleanup forbidden                       .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
support/ambiguous-customer calm                  .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
support/ambiguous-customer customers-unavailable .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
support/ambiguous-customer cut-customers         .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
support/ambiguous-customer slow-subscriptions    .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
support/ambiguous-customer lost-reply            .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
support/ambiguous-customer every-reply-lost      .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
support/ambiguous-customer unavailable           .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
support/ambiguous-customer rate-limited          .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
support/ambiguous-customer forbidden             .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
`
