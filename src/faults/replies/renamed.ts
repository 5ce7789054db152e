/** snake_case to camelCase and back; a name of one word gets a capital letter or loses it. */
export function renamed(name: string): string {
  if (/._[a-z]/i.test(name)) return name.replace(/(?<=.)_([a-z])/gi, (_, letter: string) => letter.toUpperCase())
  if (/[a-z][A-Z]/.test(name)) return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const first = name.charAt(0)
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + name.slice(1)
}
