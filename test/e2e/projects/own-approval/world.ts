import { defineApi, defineCollection } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Payment {
  to: string
  amount: number
}

const payments = defineCollection<Payment>('bank.payments')
const questions = defineCollection<Payment>('desk.questions')

export const bank = defineApi({
  collections: [payments],
  handlers: [
    http.post('https://bank.test/payments', async ({ request }) => {
      const payment = (await request.json()) as Payment
      payments.create(`p${payments.all().length + 1}`, payment)
      return HttpResponse.json(payment, { status: 201 })
    }),
  ],
})

/** What each payee's manager says, the last word repeating. */
const SAID: Record<string, string[]> = {
  alice: ['yes'],
  bob: ['no'],
  carol: ['Let me sleep on it.'],
  dave: ['yes', 'no'],
  erin: ['no', 'yes'],
}

/** People who answer at once, and people whose answer is looked up. */
export const desk = defineApi({
  collections: [questions],
  handlers: [
    http.post('https://desk.test/questions', async ({ request }) => {
      const question = (await request.json()) as Payment
      const asked = questions.all().filter(({ to }) => to === question.to).length
      questions.create(`q${questions.all().length + 1}`, question)
      const words = SAID[question.to] ?? []
      return HttpResponse.json({ answer: words[asked] ?? words.at(-1) ?? 'no', askedAt: 'the desk' })
    }),
    http.post('https://desk.test/requests', async ({ request }) => {
      questions.create('r1', (await request.json()) as Payment)
      return HttpResponse.json({ id: 'r1', status: 'pending' }, { status: 202 })
    }),
    http.get('https://desk.test/requests/:id', ({ params }) =>
      HttpResponse.json({ ...questions.get(String(params.id)), status: 'approved' }),
    ),
  ],
})
