/**
 * The commands of the first code block of a README that installs the project, one at a time, as a newcomer would run
 * them inside the clone. @throws {Error} there is no such block.
 */
export function quickStart(readme: string): string[] {
  const blocks = [...readme.matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)].map(([, body = '']) => body)
  const block = blocks.find((body) => /^(\$ )?npm ci\b/m.test(body))
  if (block === undefined) throw new Error('The README has no code block with "npm ci".')
  return block
    .split('\n')
    .map((line) => line.replace(/^\$ /, '').replace(/(^|\s)#.*$/, ''))
    .flatMap((line) => line.split('&&'))
    .map((command) => command.trim())
    .filter((command) => command !== '' && !/^(git clone|cd)\b/.test(command))
}
