{{#HEADER}}-- {{LINE}}
{{/HEADER}}
{{BODY}}
