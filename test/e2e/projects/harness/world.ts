import { defineApi, defineCollection } from 'mettle'
import { HttpResponse, http } from 'msw'

export const notes = defineCollection<{ text: string }>('desk.notes')

/** A desk where notes can be left, with a drawer that nobody can open. */
export const desk = defineApi({
  collections: [notes],
  handlers: [
    http.get('https://desk.test/drawer', () => {
      throw new Error('the drawer is stuck')
    }),
    http.post('https://desk.test/notes', () => {
      const id = notes.newId('note')
      return HttpResponse.json({ id, ...notes.create(id, { text: 'hello' }) }, { status: 201 })
    }),
  ],
})
