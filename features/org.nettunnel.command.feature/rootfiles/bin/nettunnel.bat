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

rem a node that was told to restart ends with 75, and starts again with the newest of each plugin
:start
set "path_of_jars="
for %%n in (org.nettunnel.cli org.nettunnel.client org.nettunnel.api picocli com.fasterxml.jackson.core.jackson-core com.fasterxml.jackson.core.jackson-databind com.fasterxml.jackson.core.jackson-annotations com.fasterxml.jackson.datatype.jackson-datatype-jsr310 org.eclipse.equinox.launcher) do (
  set "newest="
  for /f "delims=" %%f in ('dir /b /on "%home%\plugins\%%n_*.jar" 2^>nul') do set "newest=%home%\plugins\%%f"
  if defined newest set "path_of_jars=!path_of_jars!!newest!;"
)

if "%~1"=="run" (
  set flags=-Xmx512m -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError -XX:+DisableAttachMechanism "-Djdk.serialFilter=^!*" --enable-native-access=ALL-UNNAMED %NETTUNNEL_JAVA_OPTS%
) else (
  set flags=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xlog:disable -Xlog:all=off %NETTUNNEL_CLI_JAVA_OPTS%
  if not exist "%LOCALAPPDATA%\NetTunnel" mkdir "%LOCALAPPDATA%\NetTunnel" 2>nul
  if exist "%LOCALAPPDATA%\NetTunnel" set flags=!flags! -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LOCALAPPDATA%\NetTunnel\cli.jsa"
)
"%jdk%\bin\java.exe" %flags% "-Dnettunnel.home=%home%" -cp "%path_of_jars%" org.nettunnel.cli.Main %*
set "code=%errorlevel%"
if "%~1"=="run" if "%code%"=="75" goto start
exit /b %code%

:fits
if not exist "%~1\bin\java.exe" goto :eof
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do for /f "delims=.-+" %%m in (%%v) do if %%m geq 25 set "jdk=%~1"
goto :eof
