@echo off
rem Starts NetTunnel: finds a Java 25, then runs the command. "nettunnel --help" tells the rest.
setlocal enabledelayedexpansion
for %%d in ("%~dp0..") do set "home=%%~fd"

set "jdk="
for %%d in ("%JAVA_HOME%" "%home%\jre") do if not defined jdk call :fits "%%~d"
if not defined jdk for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do if not defined jdk call :fits "%%~d"
if not defined jdk (
  echo nettunnel needs Java 25 or newer and found none; install one ^(for example Temurin 25^) or set JAVA_HOME to it. 1>&2
  exit /b 3
)

rem a node that was told to restart ends with 75, and starts again with what was installed meanwhile
set "installation=%home%"
set "releases=%home%\releases"
:start
rem releases as bin/nettunnel has them; a start here cannot know its own number, so there is one trial at a time
set "release=base"
set "trying="
if exist "%releases%\current" set /p release=<"%releases%\current"
if "%~1"=="run" (
  if exist "%releases%\trying.0" move /y "%releases%\trying.0" "%releases%\failed" >nul
  if exist "%releases%\next" (
    move /y "%releases%\next" "%releases%\trying.0" >nul && set "trying=%releases%\trying.0"
  )
)
if defined trying set /p release=<"%trying%"
set "home=%installation%"
if not "%release%"=="base" if exist "%releases%\%release%\configuration\config.ini" set "home=%releases%\%release%"

rem the newest of each plugin: numbers of versions are compared with zeros in front
set "path_of_jars="
for %%n in (org.nettunnel.cli org.nettunnel.client org.nettunnel.api picocli com.fasterxml.jackson.core.jackson-core com.fasterxml.jackson.core.jackson-databind com.fasterxml.jackson.core.jackson-annotations com.fasterxml.jackson.datatype.jackson-datatype-jsr310 org.eclipse.equinox.launcher) do (
  set "newest="
  set "best="
  for /f "delims=" %%f in ('dir /b "%home%\plugins\%%n_*.jar" 2^>nul') do (
    set "version=%%~nf"
    set "version=!version:%%n_=!"
    for /f "tokens=1-4 delims=." %%a in ("!version!") do (
      set "major=000000000%%a"
      set "minor=000000000%%b"
      set "micro=000000000%%c"
      set "key=v!major:~-9!.!minor:~-9!.!micro:~-9!.%%d"
      if "!key!" gtr "!best!" (
        set "best=!key!"
        set "newest=%home%\plugins\%%f"
      )
    )
  )
  if defined newest set "path_of_jars=!path_of_jars!!newest!;"
)

if "%~1"=="run" (
  set flags=-Xmx512m -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError -XX:+DisableAttachMechanism "-Djdk.serialFilter=^!*" --enable-native-access=ALL-UNNAMED %NETTUNNEL_JAVA_OPTS%
) else (
  set flags=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xlog:disable -Xlog:all=off %NETTUNNEL_CLI_JAVA_OPTS%
  if not exist "%LOCALAPPDATA%\NetTunnel" mkdir "%LOCALAPPDATA%\NetTunnel" 2>nul
  if exist "%LOCALAPPDATA%\NetTunnel" set flags=!flags! -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LOCALAPPDATA%\NetTunnel\cli.jsa"
)
"%jdk%\bin\java.exe" %flags% "-Dnettunnel.home=%home%" "-Dnettunnel.installation=%installation%" -Dnettunnel.start=1 "-Dnettunnel.trying=%trying%" -cp "%path_of_jars%" org.nettunnel.cli.Main %*
set "code=%errorlevel%"
if "%~1"=="run" if "%code%"=="75" goto start
exit /b %code%

:fits
if not exist "%~1\bin\java.exe" goto :eof
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do for /f "delims=.-+" %%m in (%%v) do if %%m geq 25 set "jdk=%~1"
goto :eof
