"""An event in words: why AWS answered so, what was typed, and what came back."""
