export async function run(task, { urls }) {
  const headers = { 'content-type': 'application/json' }
  await fetch(`${urls.desk}/notes`, { method: 'POST', headers, body: JSON.stringify({ text: task.data.word }) })
}
