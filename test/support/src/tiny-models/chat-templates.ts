/** Ends every answer of the scripted models. */
export const STOP_TOKEN = '<|im_end|>';

/**
 * The Go template of the scripted chat models. It names tools, tool calls and thinking in the forms by which a daemon
 * recognises what the model can do, and ends with the special token that chooses the script. `lastTurn` may put a
 * further choice in front.
 */
export function goTemplate(lastTurn = ''): string {
  return `{{- if .Tools }}<|im_start|>system
tools: {{ .Tools }}<|im_end|>
{{ end }}
{{- range $i, $m := .Messages }}
{{- $last := eq (len (slice $.Messages $i)) 1 }}
{{- if eq .Role "user" }}<|im_start|>user
{{ .Content }}<|im_end|>
{{ else if eq .Role "system" }}<|im_start|>system
{{ .Content }}<|im_end|>
{{ else if eq .Role "assistant" }}<|im_start|>assistant
{{ if .Thinking }}<think>
{{ .Thinking }}
</think>
{{ end }}{{ .Content }}{{ if .ToolCalls }}<tool_call>
{{ range .ToolCalls }}{"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}{{ end }}
</tool_call>{{ end }}<|im_end|>
{{ else if eq .Role "tool" }}<|im_start|>tool {{ .ToolName }}
{{ .Content }}<|im_end|>
{{ end }}
{{- if $last }}<|im_start|>assistant
{{ ${lastTurn}if eq .Role "tool" }}<|toolresult|>{{ else if $.Tools }}<|tools|>{{ else if and $.IsThinkSet $.Think }}<|think|>{{ else if $.IsThinkSet }}<|nothink|>{{ else }}<|plain|>{{ end }}{{ end }}
{{- end }}`;
}

/** The same in jinja, for the path on which the daemon leaves the template to its inference engine. */
export const JINJA_TEMPLATE = `{%- if tools %}<|im_start|>system
You may call functions. Their signatures are within <tools></tools>:
<tools>{% for tool in tools %}
{{ tool | tojson }}{% endfor %}
</tools>
Answer a call as <tool_call>
{"name": <function-name>, "arguments": <arguments>}
</tool_call><|im_end|>
{% endif %}
{%- for message in messages %}
{%- if message.role == 'assistant' %}<|im_start|>assistant
{% if message.reasoning_content %}<think>
{{ message.reasoning_content }}
</think>
{% endif %}{{ message.content or '' }}{% if message.tool_calls %}{% for call in message.tool_calls %}<tool_call>
{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
</tool_call>{% endfor %}{% endif %}<|im_end|>
{% elif message.role == 'tool' %}<|im_start|>user
<tool_response>
{{ message.content }}
</tool_response><|im_end|>
{% else %}<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endif %}
{%- endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% if messages[-1].role == 'tool' %}<|toolresult|>{% elif tools %}<|tools|>{% elif enable_thinking is defined and enable_thinking %}<|think|>{% else %}<|nothink|>{% endif %}{% endif %}`;
