"""The last afternoon: hundreds of agencies report at once to a real server, and what was acknowledged is looked for."""
