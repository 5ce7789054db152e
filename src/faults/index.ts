// Generated. Do not edit.
import { agentRestart } from './agent-restart.ts'
import { authenticationFailed } from './authentication-failed.ts'
import { clockSkew } from './clock-skew.ts'
import { concurrentChange } from './concurrent-change.ts'
import { connectionCut } from './connection-cut.ts'
import { connectionLost } from './connection-lost.ts'
import { connectionReset } from './connection-reset.ts'
import { contextLength } from './context-length.ts'
import { deadlock } from './deadlock.ts'
import { emptyCompletion } from './empty-completion.ts'
import { emptyResult } from './empty-result.ts'
import { errorStatus } from './error-status.ts'
import { expiredToken } from './expired-token.ts'
import { injectedInstruction } from './injected-instruction.ts'
import { latency } from './latency.ts'
import { logInFailed } from './log-in-failed.ts'
import { lostReply } from './lost-reply.ts'
import { malformedBody } from './malformed-body.ts'
import { malformedToolArguments } from './malformed-tool-arguments.ts'
import { modelSubstitution } from './model-substitution.ts'
import { none } from './none.ts'
import { outputCutAtMaxTokens } from './output-cut-at-max-tokens.ts'
import { overloaded } from './overloaded.ts'
import { oversizedBody } from './oversized-body.ts'
import { partialWrite } from './partial-write.ts'
import { permissionDenied } from './permission-denied.ts'
import { rateLimited } from './rate-limited.ts'
import { redirect } from './redirect.ts'
import { refusal } from './refusal.ts'
import { repeatedToolCall } from './repeated-tool-call.ts'
import { schemaDrift } from './schema-drift.ts'
import { serializationFailure } from './serialization-failure.ts'
import { slowDrip } from './slow-drip.ts'
import { slowFirstToken } from './slow-first-token.ts'
import { staleData } from './stale-data.ts'
import { stalledStream } from './stalled-stream.ts'
import { statementTimeout } from './statement-timeout.ts'
import { streamCut } from './stream-cut.ts'
import { timeout } from './timeout.ts'
import { toolDisappears } from './tool-disappears.ts'
import { toolRedescribed } from './tool-redescribed.ts'
import { toolReshaped } from './tool-reshaped.ts'
import { toolWithdrawn } from './tool-withdrawn.ts'
import { truncatedBody } from './truncated-body.ts'
import { truncatedStream } from './truncated-stream.ts'
import { unavailable } from './unavailable.ts'
import { unknownTool } from './unknown-tool.ts'
import { wrongValue } from './wrong-value.ts'

export { agentRestart } from './agent-restart.ts'
export { authenticationFailed } from './authentication-failed.ts'
export { clockSkew } from './clock-skew.ts'
export { concurrentChange } from './concurrent-change.ts'
export { connectionCut } from './connection-cut.ts'
export { connectionLost } from './connection-lost.ts'
export { connectionReset } from './connection-reset.ts'
export { contextLength } from './context-length.ts'
export { deadlock } from './deadlock.ts'
export { emptyCompletion } from './empty-completion.ts'
export { emptyResult } from './empty-result.ts'
export { errorStatus } from './error-status.ts'
export { expiredToken } from './expired-token.ts'
export { injectedInstruction } from './injected-instruction.ts'
export { latency } from './latency.ts'
export { logInFailed } from './log-in-failed.ts'
export { lostReply } from './lost-reply.ts'
export { malformedBody } from './malformed-body.ts'
export { malformedToolArguments } from './malformed-tool-arguments.ts'
export { modelSubstitution } from './model-substitution.ts'
export { none } from './none.ts'
export { outputCutAtMaxTokens } from './output-cut-at-max-tokens.ts'
export { overloaded } from './overloaded.ts'
export { oversizedBody } from './oversized-body.ts'
export { partialWrite } from './partial-write.ts'
export { permissionDenied } from './permission-denied.ts'
export { rateLimited } from './rate-limited.ts'
export { redirect } from './redirect.ts'
export { refusal } from './refusal.ts'
export { repeatedToolCall } from './repeated-tool-call.ts'
export { schemaDrift } from './schema-drift.ts'
export { serializationFailure } from './serialization-failure.ts'
export { slowDrip } from './slow-drip.ts'
export { slowFirstToken } from './slow-first-token.ts'
export { staleData } from './stale-data.ts'
export { stalledStream } from './stalled-stream.ts'
export { statementTimeout } from './statement-timeout.ts'
export { streamCut } from './stream-cut.ts'
export { timeout } from './timeout.ts'
export { toolDisappears } from './tool-disappears.ts'
export { toolRedescribed } from './tool-redescribed.ts'
export { toolReshaped } from './tool-reshaped.ts'
export { toolWithdrawn } from './tool-withdrawn.ts'
export { truncatedBody } from './truncated-body.ts'
export { truncatedStream } from './truncated-stream.ts'
export { unavailable } from './unavailable.ts'
export { unknownTool } from './unknown-tool.ts'
export { wrongValue } from './wrong-value.ts'

export const faults = {
  'agent-restart': agentRestart,
  'authentication-failed': authenticationFailed,
  'clock-skew': clockSkew,
  'concurrent-change': concurrentChange,
  'connection-cut': connectionCut,
  'connection-lost': connectionLost,
  'connection-reset': connectionReset,
  'context-length': contextLength,
  deadlock,
  'empty-completion': emptyCompletion,
  'empty-result': emptyResult,
  'error-status': errorStatus,
  'expired-token': expiredToken,
  'injected-instruction': injectedInstruction,
  latency,
  'log-in-failed': logInFailed,
  'lost-reply': lostReply,
  'malformed-body': malformedBody,
  'malformed-tool-arguments': malformedToolArguments,
  'model-substitution': modelSubstitution,
  none,
  'output-cut-at-max-tokens': outputCutAtMaxTokens,
  overloaded,
  'oversized-body': oversizedBody,
  'partial-write': partialWrite,
  'permission-denied': permissionDenied,
  'rate-limited': rateLimited,
  redirect,
  refusal,
  'repeated-tool-call': repeatedToolCall,
  'schema-drift': schemaDrift,
  'serialization-failure': serializationFailure,
  'slow-drip': slowDrip,
  'slow-first-token': slowFirstToken,
  'stale-data': staleData,
  'stalled-stream': stalledStream,
  'statement-timeout': statementTimeout,
  'stream-cut': streamCut,
  timeout,
  'tool-disappears': toolDisappears,
  'tool-redescribed': toolRedescribed,
  'tool-reshaped': toolReshaped,
  'tool-withdrawn': toolWithdrawn,
  'truncated-body': truncatedBody,
  'truncated-stream': truncatedStream,
  unavailable,
  'unknown-tool': unknownTool,
  'wrong-value': wrongValue,
} as const
