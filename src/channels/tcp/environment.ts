/** By which variables programs find the services: CACHE_HOST, CACHE_PORT and both of them as CACHE_ADDRESS. */
export function serviceEnvironment(
  services: Readonly<Record<string, { host: string; port: number }>>,
): Record<string, string> {
  const each = Object.entries(services).flatMap(([name, { host, port }]) => {
    const word = name.toUpperCase().replace(/[^A-Z0-9]/g, '_')
    return [
      [`${word}_HOST`, host],
      [`${word}_PORT`, String(port)],
      [`${word}_ADDRESS`, `${host}:${port}`],
    ]
  })
  return Object.fromEntries(each)
}
