"""The graph for assistants, by the Model Context Protocol (https://modelcontextprotocol.io): read, never written.

command    starts it over standard input and output, or over HTTP, and ends it
server     what the protocol asks for: tools, resources, prompts, completion
tools      each operation of cityties/api as a tool
materials  what can be read: the guide, the schema, the questions, examples
prompts    what a person can start from: viz/assistants/prompts, one file each
asking     where all of it is asked: workers with bounds of time and memory
"""
