function has(list, item)
  for i = 1, #list do
    if list[i] == item then return true end
  end
  return false
end
function ends_with(text, ending)
  return ending == "" or string.sub(text, -#ending) == ending
end
function starts_with(text, start)
  return string.sub(text, 1, #start) == start
end
