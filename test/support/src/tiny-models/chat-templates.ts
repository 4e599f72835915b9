/** Which mode token ends the prompt, in Ollama's template language, and so which script the model speaks. */
const CHOOSE_SCRIPT =
  '{{ if eq .Role "tool" }}<|toolresult|>{{ else if $.Tools }}<|tools|>' +
  '{{ else if and $.IsThinkSet $.Think }}<|think|>{{ else if $.IsThinkSet }}<|nothink|>{{ else }}<|plain|>{{ end }}';

const CHOOSE_SCRIPT_WITH_IMAGES = `{{ if .Images }}<|vision|>{{ else }}${CHOOSE_SCRIPT}{{ end }}`;

/**
 * Ollama derives capabilities from a template: `.Tools` gives tools, `.Thinking` inside the loop with literal tags
 * around it gives thinking, and the block of `.ToolCalls` must begin with the tag that the parser looks for.
 */
const chatTemplate = (chooseScript: string) => `{{- if .Tools }}<|im_start|>system
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
${chooseScript}{{ end }}
{{- end }}`;

/** Template of tiny-chat for Ollama: the daemon renders the prompt and parses the answer. */
export const CHAT_TEMPLATE: string = chatTemplate(CHOOSE_SCRIPT);

/** Template of tiny-vision: as tiny-chat, with a script of its own when the last message has images. */
export const VISION_TEMPLATE: string = chatTemplate(CHOOSE_SCRIPT_WITH_IMAGES);

/**
 * Jinja template inside tiny-jinja.gguf: llama-server renders the prompt and parses the answer. It finds the form of
 * tool calls and thinking by rendering the template with examples.
 */
export const JINJA_TEMPLATE: string = `{%- if tools %}
{{- '<|im_start|>system\\n' }}
{%- if messages[0].role == 'system' %}
{{- messages[0].content + '\\n\\n' }}
{%- endif %}
{{- 'You may call these tools:\\n<tools>' }}
{%- for tool in tools %}
{{- '\\n' + (tool | tojson) }}
{%- endfor %}
{{- '\\n</tools>\\nA call has this form:\\n<tool_call>\\n{"name": <name>, "arguments": <arguments as JSON>}\\n</tool_call><|im_end|>\\n' }}
{%- elif messages[0].role == 'system' %}
{{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
{%- if message.role == 'user' or (message.role == 'system' and not loop.first) %}
{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
{%- elif message.role == 'assistant' %}
{{- '<|im_start|>assistant\\n' }}
{%- if message.reasoning_content %}
{{- '<think>\\n' + message.reasoning_content + '\\n</think>\\n\\n' }}
{%- endif %}
{%- if message.content %}
{{- message.content }}
{%- endif %}
{%- if message.tool_calls %}
{%- for call in message.tool_calls %}
{%- if call.function %}
{%- set call = call.function %}
{%- endif %}
{{- '<tool_call>\\n{"name": "' + call.name + '", "arguments": ' }}
{%- if call.arguments is string %}
{{- call.arguments }}
{%- else %}
{{- call.arguments | tojson }}
{%- endif %}
{{- '}\\n</tool_call>' }}
{%- endfor %}
{%- endif %}
{{- '<|im_end|>\\n' }}
{%- elif message.role == 'tool' %}
{{- '<|im_start|>user\\n<tool_response>\\n' + message.content + '\\n</tool_response><|im_end|>\\n' }}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
{{- '<|im_start|>assistant\\n' }}
{%- if messages[-1].role == 'tool' %}
{{- '<|toolresult|>' }}
{%- elif tools %}
{{- '<|tools|>' }}
{%- elif enable_thinking is defined and enable_thinking %}
{{- '<|think|>' }}
{%- else %}
{{- '<|nothink|>' }}
{%- endif %}
{%- endif %}`;
