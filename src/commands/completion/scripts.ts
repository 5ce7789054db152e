// Each script asks `mettle complete -- WORDS` what may stand in place of the last word. An answer is a line: the word, and
// behind a tab what it is.

const bash = `# mettle completion for bash: eval "$(mettle completion bash)"
_mettle() {
  local line="\${COMP_LINE:0:COMP_POINT}" answer
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  local word="\${words[\${#words[@]}-1]}"
  # Readline replaces only what stands behind the last of its word breaks, and an @ with what stands behind it.
  local kept="\${word%"\${word##*[$COMP_WORDBREAKS]}"}"
  kept="\${kept%@}"
  COMPREPLY=()
  while IFS= read -r answer; do
    answer="\${answer%%$'\\t'*}"
    COMPREPLY+=("\${answer#"$kept"}")
  done < <("\${words[0]}" complete -- "\${words[@]:1}" 2>/dev/null)
  # A folder or a list goes on.
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[/,] ]] && compopt -o nospace
  return 0
}
complete -F _mettle mettle
`

const zsh = `#compdef mettle
# mettle completion for zsh: eval "$(mettle completion zsh)"
_mettle() {
  local answer
  local -a plain
  while IFS= read -r answer; do
    answer="\${answer//:/\\\\:}"
    plain+=("\${answer/$'\\t'/:}")
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe mettle plain
}
if [[ $funcstack[1] == _mettle ]]; then
  _mettle "$@"
else
  compdef _mettle mettle
fi
`

const fish = `# mettle completion for fish: mettle completion fish | source
function __mettle_answers
  set -l words (commandline --tokenize --cut-at-cursor --current-process) (commandline --current-token --cut-at-cursor)
  $words[1] complete -- $words[2..-1] 2>/dev/null
end
complete --command mettle --no-files --arguments '(__mettle_answers)'
`

export const scripts = { bash, zsh, fish } as const
