"""What programs call: the routes under /v1, OpenAI's interface, MCP, and what every request passes."""
