// Asks many times, some at once, and counts what it got: by itself, in a process that knows nothing of mettle.
const [urls, calls] = [process.argv[2].split(','), Number(process.argv[3])]
const counted = {}
let next = 0

async function ask(call) {
  const body = JSON.stringify({ call })
  const url = `${urls[call % urls.length]}/refund`
  let status = 'reset'
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    status = 'truncated'
    await response.json()
    return String(response.status)
  } catch (error) {
    return error.name === 'TypeError' ? status : error.name
  }
}

async function work() {
  while (next < calls) {
    const seen = await ask(next++)
    counted[seen] = (counted[seen] ?? 0) + 1
  }
}

await Promise.all(Array.from({ length: 16 }, work))
console.log(JSON.stringify(counted))
