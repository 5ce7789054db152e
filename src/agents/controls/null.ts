/** Does nothing and says that it is done: whoever passes it checks nothing. */
export function run(): string {
  return 'done'
}
