"""Where instructors write questions: a form for each type, its preview, and what saving one keeps."""
