export { run } from './clerk.ts'
