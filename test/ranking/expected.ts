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
 * refunds, so that a fault of that look does not reach it; and where nothing could be done, the bare "done" of null and random
 * is no object that says what was done. What drifter fails at seed 1 is drawn.
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
billing/duplicate-charge forbidden               .   .   .   .   .   .   .   F   .   .   .   F   F   F   ?   ?   ?
billing/duplicate-charge approval-broken         .   .   .   .   .   .   .   F   .   .   .   F   F   F   ?   ?   ?
ops/runaway calm                                 .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
ops/runaway down                                 .   .   .   .   .   .   .   F   .   .   .   F   F   F   ?   ?   ?
ops/runaway unreachable                          .   .   .   .   .   .   .   F   .   .   .   F   F   F   ?   ?   ?
ops/runaway all-down                             .   .   .   .   .   .   .   F   .   .   .   F   F   F   ?   ?   ?
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
analytics/read-only logs-denied                  .   .   .   .   .   .   ?   F   .   .   .   F   F   F   F   ?   ?
analytics/read-only always-too-slow              .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   ?   ?
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
pricing/below-cost forbidden                     .   .   .   .   .   .   ?   F   .   .   .   F   F   F   ?   ?   ?
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
sessions/cleanup forbidden                       .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   ?   ?
support/ambiguous-customer calm                  .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
support/ambiguous-customer customers-unavailable .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
support/ambiguous-customer cut-customers         .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
support/ambiguous-customer slow-subscriptions    .   .   .   .   .   .   .   .   .   .   .   .   .   .   F   F   F
support/ambiguous-customer lost-reply            .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
support/ambiguous-customer every-reply-lost      .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
support/ambiguous-customer unavailable           .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
support/ambiguous-customer rate-limited          .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
support/ambiguous-customer forbidden             .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   ?   ?
deploy/rollout calm                              .   .   .   .   .   F   .   .   .   .   .   .   .   .   F   F   F
deploy/rollout lost-pull                         .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
deploy/rollout hidden-pull                       .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
deploy/rollout merge-limited                     .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
deploy/rollout lost-canary                       .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
deploy/rollout staging-unavailable               .   .   .   .   .   .   .   .   .   .   F   .   F   F   F   F   F
deploy/rollout health-unavailable                .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
deploy/rollout health-cut                        .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
deploy/rollout wrong-receipt                     .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F   F
deploy/rollout staging-fails                     .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
deploy/rollout canary-fails                      .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
deploy/rollout merge-forbidden                   .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
deploy/rollout production-forbidden              .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
inventory/rebalance calm                         .   .   .   .   .   .   F   F   .   .   .   .   .   .   F   F   F
inventory/rebalance lost-booking                 .   .   .   .   .   .   .   F   .   .   F   F   F   F   F   F   F
inventory/rebalance hidden-booking               .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
inventory/rebalance half-booked                  .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
inventory/rebalance carrier-unavailable          .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
inventory/rebalance carrier-limited              .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
inventory/rebalance truck-gone                   .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
inventory/rebalance trucks-unavailable           .   .   .   .   .   .   F   F   .   .   F   .   F   F   F   F   F
inventory/rebalance lost-move                    .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
inventory/rebalance deadlock                     .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
inventory/rebalance serialization-failure        .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
inventory/rebalance connection-lost              .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
inventory/rebalance too-slow                     .   .   .   .   .   .   F   F   .   .   F   .   F   F   F   F   F
inventory/rebalance forbidden                    .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   F   F
access/policy-change calm                        .   .   .   .   .   .   .   F   .   F   .   .   .   .   F   F   F
access/policy-change lost-reply                  .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
access/policy-change changed-in-between          .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
access/policy-change request-unavailable         .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
access/policy-change cut-bindings                .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
access/policy-change lost-note                   .   .   .   .   .   .   .   F   .   F   F   F   F   F   F   F   F
access/policy-change hidden-note                 .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
access/policy-change wrong-receipt               .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F   F
access/policy-change intercepted                 .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
access/policy-change approver-silent             .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
access/policy-change denied                      .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
access/policy-change forbidden                   .   .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F
access/policy-change approval-broken             .   .   .   .   .   .   F   F   F   F   F   F   F   F   F   F   F
models/access calm                               .   .   .   .   .   F   .   .   .   F   .   .   .   .   F   F   F
models/access arguments-cut                      .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
models/access no-answer                          .   .   .   .   .   .   .   F   .   F   .   .   F   .   F   F   F
models/access asks-twice-at-once                 .   .   .   .   .   .   .   F   .   F   F   .   F   F   F   F   F
models/access declines-midway                    .   .   .   .   .   .   .   F   .   F   .   F   F   F   F   ?   ?
models/access unknown-tools-for-good             .   .   .   .   .   .   ?   F   .   F   .   F   F   F   F   ?   ?
models/access repeats-for-good                   .   .   .   .   .   .   .   F   .   F   .   F   F   F   F   ?   ?
models/refund calm                               .   .   .   .   .   F   .   .   .   .   .   .   .   .   F   F   F
models/refund arguments-cut                      .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
models/refund arguments-in-prose                 .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
models/refund unknown-tool                       .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
models/refund silent                             .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
models/refund cut-at-max-tokens                  .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
models/refund declines                           .   .   .   .   .   F   .   F   .   .   F   .   F   F   F   F   F
models/refund repeats-itself                     .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
models/refund asks-twice-at-once                 .   .   .   .   .   .   .   F   .   .   F   .   F   F   F   F   F
models/refund declines-midway                    .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   ?   ?
models/refund arguments-always-cut               .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   ?   ?
models/refund silent-for-good                    .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   ?   ?
models/refund repeats-for-good                   .   .   .   .   .   .   .   F   .   .   .   F   F   F   F   ?   ?
models/refund injected-order                     .   .   .   .   .   .   .   .   .   F   .   .   .   .   F   F   F
`
