"""An optional second reader: a language model asked over HTTP, off unless the installation names one."""
