using System.CommandLine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Privacy;
using Omnichannel.Storage;
using Omnichannel.Terminal;

namespace Omnichannel.Moving;

/// <summary>The commands that open a journal, from the line that a person types to the file that is there afterwards.</summary>
public sealed class MoveCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("omni-").FullName;
    private readonly string _older = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, SealingKey.SecretBytes)]);
    private readonly string _newer = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, SealingKey.SecretBytes)]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_WhenImportedAndRewrapped_OpensWithTheNewestMasterKeyAlone()
    {
        await using (var source = await OpenAsync("source.db")) await source.KeysUnder(MasterKeys.Parse(_older)).GetOrCreateAsync("customer/ada", default);
        await File.WriteAllTextAsync(PathOf("masters"), $"{_newer}\n{_older}\n");

        Assert.Equal(ExitCode.Ok, await RunAsync(ExportJournalCommand.Create(), PathOf("grid.ndjson"), "--connection", ConnectionTo("source.db")));
        Assert.Equal(ExitCode.Ok, await RunAsync(ImportJournalCommand.Create(), PathOf("grid.ndjson"), "--connection", ConnectionTo("target.db")));
        Assert.Equal(ExitCode.Ok, await RunAsync(RewrapKeysCommand.Create(), "--master-key-file", PathOf("masters"), "--connection", ConnectionTo("target.db")));

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("grid.ndjson")));
        await using var target = await OpenAsync("target.db");
        var key = await target.KeysUnder(MasterKeys.Parse(_newer)).FindAsync("customer/ada", default);
        Assert.NotNull(key?.Key);
        Assert.False(File.Exists(PathOf("grid.ndjson.part")));
    }

    [Fact]
    public async Task Export_WhenThereIsNoJournal_IsRefusedAndMakesNone()
    {
        await Assert.ThrowsAsync<SchemaException>(() => RunAsync(ExportJournalCommand.Create(), PathOf("grid.ndjson"), "--connection", ConnectionTo("nowhere.db")));

        Assert.Empty(Directory.GetFiles(_folder));
        await File.WriteAllTextAsync(PathOf("masters"), _newer);
        await File.WriteAllBytesAsync(PathOf("empty.db"), []);
        await Assert.ThrowsAsync<SchemaException>(() => RunAsync(ExportJournalCommand.Create(), PathOf("grid.ndjson"), "--connection", ConnectionTo("empty.db")));
        await Assert.ThrowsAsync<SchemaException>(() => RunAsync(RewrapKeysCommand.Create(), "--master-key-file", PathOf("masters"), "--connection", ConnectionTo("empty.db")));
        Assert.Equal(0, new FileInfo(PathOf("empty.db")).Length);
    }

    [Fact]
    public async Task Export_WhenTheJournalIsDamaged_LeavesNoFile()
    {
        await using (var source = await OpenAsync("source.db"))
        {
        }

        await ExecuteAsync("UPDATE journal_shards SET position = 1");
        await Assert.ThrowsAsync<Journal.JournalCorruptException>(() => RunAsync(ExportJournalCommand.Create(), PathOf("grid.ndjson"), "--connection", ConnectionTo("source.db")));

        Assert.DoesNotContain(Directory.GetFiles(_folder), file => file.Contains("grid.ndjson", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_WhenTheFileIsThere_IsRefused()
    {
        await File.WriteAllTextAsync(PathOf("grid.ndjson"), "keep me");

        Assert.NotEmpty(ExportJournalCommand.Create().Parse([PathOf("grid.ndjson")]).Errors);
        Assert.NotEmpty(ImportJournalCommand.Create().Parse([PathOf("missing.ndjson")]).Errors);
        Assert.NotEmpty(ImportJournalCommand.Create().Parse([PathOf("grid.ndjson"), "--shards", "65"]).Errors);
    }

    [Fact]
    public async Task Rewrap_WhenTheMasterKeysAreNone_SaysSoWithoutRepeatingThem()
    {
        await File.WriteAllTextAsync(PathOf("masters"), "not-a-key");

        var refusal = await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(RewrapKeysCommand.Create(), "--master-key-file", PathOf("masters"), "--connection", ConnectionTo("nowhere.db")));

        Assert.DoesNotContain("not-a-key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrap_WhenAKeyCannotBeOpened_SaysSoAndRewrapsTheOthers()
    {
        await using (var source = await OpenAsync("source.db"))
        {
            await source.KeysUnder(MasterKeys.Parse(_older)).GetOrCreateAsync("customer/bob", default);
            await source.KeysUnder(MasterKeys.Parse(_older)).GetOrCreateAsync("customer/eve", default);
        }

        await ExecuteAsync("UPDATE data_keys SET wrapped = x'00' WHERE owner = 'customer/bob'");
        await File.WriteAllTextAsync(PathOf("masters"), $"{_newer},{_older}");

        Assert.Equal(ExitCode.Failed, await RunAsync(RewrapKeysCommand.Create(), "--master-key-file", PathOf("masters"), "--connection", ConnectionTo("source.db")));

        await using var after = await OpenAsync("source.db");
        Assert.NotNull((await after.KeysUnder(MasterKeys.Parse(_newer)).FindAsync("customer/eve", default))?.Key);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(ConnectionTo("source.db") + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static Task<int> RunAsync(Command command, params string[] arguments) =>
        command.Parse([.. arguments, "--store", "Sqlite"]).InvokeAsync(new() { EnableDefaultExceptionHandler = false });

    private Task<AdoNetJournal> OpenAsync(string file) =>
        AdoNetJournal.OpenAsync(new() { Store = JournalStore.Sqlite, ConnectionString = ConnectionTo(file) }, NullLoggerFactory.Instance);

    private string PathOf(string file) => Path.Combine(_folder, file);

    private string ConnectionTo(string file) => $"Data Source={PathOf(file)}";
}
