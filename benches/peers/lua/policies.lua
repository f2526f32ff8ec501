--- P1
return function(request)
  return true
end
--- P2
return function(request)
  if has(request.user.groups, "admins") or ends_with(request.user.email, "@example.com") then
    return true
  end
  ak_message("Access denied")
  return false
end
--- P3
return function(request)
  return ip_in_networks(request.obj.client_ip)
end
--- P3inline
return function(request)
  local networks = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "203.0.113.0/24", "192.0.2.0/25", "2001:db8::/32", "198.51.100.64/26"}
  for _, network in ipairs(networks) do
    if ip_in(request.obj.client_ip, network) then return true end
  end
  return false
end
--- P4
return function(request)
  local email = string.lower(string.match(request.user.email, "^%s*(.-)%s*$"))
  local username = request.user.username
  if not regex_match(username, [[^[a-z][a-z0-9_.-]{2,31}$]]) then
    ak_message("Invalid username")
    return false
  end
  if not regex_match(email, [[^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$]]) then
    ak_message("Invalid email")
    return false
  end
  local name, domain = string.match(email, "^([^@]*)@(.*)$")
  ak_message("Hello " .. string.upper(name) .. " from " .. domain .. " (" .. #name .. ")")
  return domain == "example.org" or domain == "example.net"
end
--- P5
return function(request)
  local score = 0
  for _, item in ipairs(request.context["items"]) do
    if item % 3 == 0 then
      score = score + item * 2
    elseif item > 500 then
      score = score + 7
    else
      score = score - 1
    end
  end
  ak_message("score=" .. score)
  return score > 1000
end
--- P6
return function(request)
  local names = {}
  for key, value in pairs(request.user.attributes) do
    if #value > 4 then names[#names + 1] = key .. "=" .. value end
  end
  table.sort(names)
  ak_message(table.concat(names, ","))
  return #names > 10
end
--- P7fib
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end
return function(request)
  return fib(20) == 6765
end
--- P7loop
return function(request)
  local sum = 0
  for i = 0, 999999 do
    sum = sum + LOW_BITS(i)
  end
  return sum == 3500000
end
--- P8
local function check_dept(request, named)
  local user = request.user
  if user.attributes.department ~= named.dept then
    ak_message("wrong department")
    return false
  end
  if (user.attributes.level or 0) < named.min_level then
    ak_message("level too low")
    return false
  end
  ak_message(user.username .. " ok for " .. named.dept)
  return true
end
return function(request)
  local a = check_dept(request, {dept = "sales", min_level = 2})
  local b = check_dept(request, {dept = "eng", min_level = 2})
  return a or b
end
--- P9_0
return function(request)
  return request.user.is_active
end
--- P9_1
return function(request)
  return ends_with(request.user.email, "@example.com") or has(request.user.groups, "staff-eu")
end
--- P9_2
return function(request)
  return starts_with(request.obj.client_ip, "10.")
end
--- P9_3
return function(request)
  return request.context.device == "laptop" and request.obj.headers["X-Forwarded-Proto"] == "https"
end
--- P9_4
return function(request)
  return (request.user.attributes.level or 0) >= 3
end
--- P9_5
return function(request)
  return #request.user.groups > 2
end
--- P9_6
return function(request)
  return regex_match(request.user.username, [[^[a-z][a-z0-9_.-]{2,31}$]])
end
--- P9_7
return function(request)
  return has({"alice", "bob", "jdoe.smith"}, request.user.username)
end
--- P9_8
return function(request)
  if (request.context.risk or 0) < 10 then return true end
  ak_message("risk too high")
  return false
end
--- P9_9
return function(request)
  return string.find(string.lower(request.obj.headers["User-Agent"]), "curl", 1, true) == nil
end
--- P10.block
if request.user.attributes.department == "dept_{i}" and starts_with(request.obj.client_ip, "10.{i}.") then
  score = score + {i}
elseif has(request.user.groups, "group_{i}") then
  ak_message("group_{i}")
  score = score - 1
end
--- small
return function(request)
  if has(request.user.groups, "group_{i}") or ends_with(request.user.email, "@tenant{i}.example.com") then
    return true
  end
  ak_message("Access denied for tenant {i}")
  return false
end
