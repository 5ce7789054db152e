/** What was searched for, in the folder of a search. */
export const SEARCH_FILE = 'search.json'
