export { type ContractCheck, faultContract } from './fault-contract.ts'
export { guardContract } from './guard-contract.ts'
export { scorerContract } from './scorer-contract.ts'
