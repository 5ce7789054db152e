/**
 * `find(name, path)`, for scripts that stand in for an agent's program until they know it: the file that a shell would run, or undefined. Who
 * pastes it in brings nothing along.
 */
export const FIND_PROGRAM = `
function find(name, path = '') {
  const { accessSync, constants, statSync } = require('node:fs')
  const { join, resolve } = require('node:path')
  const places = name.includes('/') ? [resolve(name)] : path.split(':').map((folder) => join(folder || '.', name))
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK)
      return statSync(place).isFile()
    } catch {}
  })
}
`
