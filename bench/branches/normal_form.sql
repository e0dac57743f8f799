-- The made-up facts as any bundle holds them: ids are text, days are numbers, one table a kind of fact.

create or replace macro day_number(day) as (day - date '1970-01-01')::int;
create or replace macro body(branch, grp) as case when grp is null then printf('b%06d', branch) else printf('g%07d', grp) end;
create or replace macro person(member) as printf('m%08d', member);

create table {to}.organisations as
select body(branch_id, null) as id, null::varchar as parent, 'branch' as kind, body(branch_id, null) as name, 'organ' as sector,
    day_number(date '2010-01-01') as established, 'day' as established_precision, null::int as dissolved, null::varchar as dissolved_precision,
    printf('%06d', branch_id) as path, printf('%06d', branch_id + 1) as path_end
from {of}.branch
union all
select body(0, group_id), body(branch_id, null), 'party_group', body(0, group_id), 'organ', day_number(date '2010-01-01'), 'day', null, null,
    printf('%06d%06d', branch_id, place), printf('%06d%06d', branch_id, place + 1)
from {of}.grp;

create table {to}.members as
select person(member_id) as id, day_number(joined) as joined, 'day' as joined_precision,
    case when is_full then day_number(joined) + 366 end as full_since, case when is_full then 'day' end as full_since_precision,
    null::int as "left", null::varchar as left_precision
from {of}.member;

create table {to}.memberships as
select person(member_id) as member, body(branch_id, null) as organisation, day_number(greatest(joined, date '2010-01-01')) as since,
    'day' as since_precision, null::int as until, null::varchar as until_precision
from {of}.member
union all
select person(member_id), body(branch_id, group_id), day_number(greatest(joined, date '2010-01-01')), 'day', null, null
from {of}.member where group_id is not null;

create table {to}.posts as
select printf('p%07d', term_id) as id, person(member_id) as member, body(branch_id, group_id) as organisation, 'group_leader' as post,
    day_number(date_from) as since, 'day' as since_precision, day_number(date_to) + 1 as until, 'day' as until_precision
from {of}.leader_term;

create table {to}.activities as
select printf('a%09d', activity_id) as id, body(a.branch_id, a.group_id) as organisation,
    ['party_group_meeting', 'general_meeting', 'committee_meeting', 'party_class', 'theme_day', 'organisational_life_meeting',
     'democratic_appraisal'][kind] as type,
    day_number(held_on) as "on", 'held' as status, day_number(notice_on) as notice_on, case when has_time then '19:00' end as start,
    case when has_place then '会议室' end as place, case when has_content then '学习' end as theme,
    case when has_attendees then 10::int end as declared_present, case when has_absentees then 1::int end as declared_entitled,
    person(m.member_id) as host, case when kind = 4 then person(m.member_id) end as speaker
from {of}.activity a join {of}.member m on m.branch_id = a.branch_id and m.place = 0;

create table {to}.attendance as
select printf('a%09d', activity_id) as activity, person(member_id) as member, case when present then 'present' else 'absent' end as status
from {of}.attendance;

create table {to}.dues as
select person(member_id) as member, printf('2025-%02d', month) as month, 2000::bigint as assessed, case when paid then 2000 end::bigint as paid,
    case when paid then day_number(make_date(2025, month::int, 28)) end as paid_on
from {of}.dues;

create table {to}.penalties as
select person(member_id) as member, 'warning' as kind, day_number(date_from) as since, day_number(date_to) + 1 as until
from {of}.discipline;
