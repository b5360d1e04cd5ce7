using System.CommandLine;
using Omnichannel.Audit;
using Omnichannel.Grid;
using Omnichannel.Replay;
using Omnichannel.Retail;
using Omnichannel.Tail;
using Omnichannel.Terminal;

var root = new RootCommand("omni: the command line of an Omnichannel grid. Talks HTTP to a running grid, nothing else.")
{
    ReplayCommand.Create(), AuditCommand.Create(), TailCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    await Console.Error.WriteLineAsync($"omni: {string.Join(" ", parsed.Errors.Select(error => error.Message))} (--help tells more.)");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is UsageException or RetailFileException or FileNotFoundException or UnauthorizedAccessException or InvalidDataException)
{
    await Console.Error.WriteLineAsync($"omni: {failure.Message}");
    return ExitCode.Usage;
}
catch (Exception failure) when (failure is GridUnreachableException or GridAnswerException or IOException)
{
    await Console.Error.WriteLineAsync($"omni: {failure.Message}");
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("omni: stopped.");
    return ExitCode.Failed;
}
