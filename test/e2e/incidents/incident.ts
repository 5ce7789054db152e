// One incident, told in the forms of those that record agents: an order of 40.00 is refunded with 4,000.00.

export const PERSONAL = {
  mail: 'ada.lovelace@acme-shop.io',
  phone: '+49 30 9018 2055',
  card: '4111 1111 1111 1111',
  account: 'DE89 3704 0044 0532 0130 00',
  key: 'sk-live-51Hx9ZQ2eT7bKpWmVd',
  password: 'correct-horse-battery',
  home: '/Users/adal',
  address: '81.2.69.142',
  name: 'Ada Lovelace',
}
const { mail, phone, card, account, key, password, home, address, name } = PERSONAL

export const TASK = `Refund order 1001 of ${name} <${mail}>, who called from ${phone}.`
export const LOOK = { order: '1001' }
export const REFUND = { order: '1001', amount: 400_000, to: account }
export const ORDER = {
  ...{ id: '1001', total: 4_000, card, password, mail: mail.toUpperCase().toLowerCase() },
  note: `Paid from ${address}; see ${home}/orders/1001.txt and https://shop.test/?m=${encodeURIComponent(mail)}`,
  token: Buffer.from(`user:${mail}`).toString('base64'),
}
export const DONE = { ok: true, log: `curl -H "Authorization: Bearer ${key}"` }
export const ANSWER = `Refunded 4,000.00 to ${name} (${mail}).`

/** Lines of JSON. */
export function lines(...values: unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}
