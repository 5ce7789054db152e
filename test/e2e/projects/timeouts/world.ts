import { defineApi } from 'mettle'
import { HttpResponse, http } from 'msw'

const at = (origin: string) => defineApi({ handlers: [http.get(`${origin}/x`, () => HttpResponse.text('hello'))] })

export const apis = { office: at('http://office.test'), bank: at('https://bank.test') }
