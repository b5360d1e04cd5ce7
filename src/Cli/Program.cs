using System.CommandLine;
using Omnichannel.Audit;
using Omnichannel.Grid;
using Omnichannel.Import;
using Omnichannel.Journal;
using Omnichannel.Load;
using Omnichannel.Moving;
using Omnichannel.Privacy;
using Omnichannel.Replay;
using Omnichannel.Retail;
using Omnichannel.Storage;
using Omnichannel.Tail;
using Omnichannel.Terminal;

Screen.SetUp();
var root = new RootCommand("The command line of an Omnichannel grid. Talks HTTP to a running grid; only export-journal, import-journal and rewrap-keys open a database.")
{
    ReplayCommand.Create(), ImportCommand.Create(), AuditCommand.Create(), TailCommand.Create(), LoadCommand.Create(),
    ExportJournalCommand.Create(), ImportJournalCommand.Create(), RewrapKeysCommand.Create(),
};
DetailedCommand.ShowDetails(root);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    Screen.Error($"{string.Join(" ", parsed.Errors.Select(error => error.Message))} (--help tells more.)");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is UsageException or RetailFileException or UnauthorizedAccessException or InvalidDataException)
{
    Screen.Error($"{failure.Message}");
    return ExitCode.Usage;
}
catch (Exception failure) when (failure is GridUnreachableException or GridAnswerException or IOException)
{
    Screen.Error($"{failure.Message}");
    return ExitCode.Failed;
}
catch (Exception failure) when (failure is JournalFileException or JournalMovedException or JournalCorruptException or JournalUnavailableException or JournalUnknownException
    or StoreSetupException or SchemaException or DataKeyUnreadableException)
{
    Screen.Error($"{failure.Message}");
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    Screen.Error("stopped.");
    return ExitCode.Failed;
}
