using System.Data.Common;

namespace Omnichannel.Storage.SqlServer;

/// <summary>What the dialect decides without a server: how it connects, and what a failure proves.</summary>
public sealed class SqlServerDialectTests
{
    [Theory]
    [InlineData("Server=db;Database=grid", "True")]
    [InlineData("Server=db;Database=grid;Encrypt=False", "False")]
    [InlineData("Server=db;Database=grid;Encrypt=Strict", "Strict")]
    public void Connect_UnlessToldOtherwise_IsEncrypted(string connectionString, string expected) => Assert.Equal(expected, Completed(connectionString)["Encrypt"]);

    [Fact]
    public void Connect_WhateverIsTold_IsNeverMendedOrSharedByTheProvider()
    {
        var completed = Completed("Server=db;Database=grid;Pooling=True;ConnectRetryCount=5;Enlist=True");

        Assert.Equal(("False", "0", "False"), (completed["Pooling"], completed["ConnectRetryCount"], completed["Enlist"]));
        Assert.False(completed.ContainsKey("TrustServerCertificate"));
    }

    [Theory]
    [InlineData(2627, 14, true)]
    [InlineData(1205, 13, true)]
    [InlineData(9002, 17, true)]
    [InlineData(-2, 11, false)]
    [InlineData(0, 11, false)]
    [InlineData(10054, 20, false)]
    [InlineData(596, 21, false)]
    public void Failure_WhenTheServerEndedOnlyTheCommand_ProvesThatNothingWasKept(int number, int severity, bool expected) =>
        Assert.Equal(expected, Dialect("Server=db").SaysNothingWasKept(new FakeSqlException(new FakeSqlError(number, (byte)severity))));

    [Fact]
    public void Failure_WhenOneErrorOfSeveralCutTheConnection_ProvesNothing()
    {
        var dialect = Dialect("Server=db");

        Assert.False(dialect.SaysNothingWasKept(new FakeSqlException(new FakeSqlError(1205, 13), new FakeSqlError(0, 20))));
        Assert.False(dialect.SaysNothingWasKept(new FakeSqlException()));
        Assert.False(dialect.SaysNothingWasKept(new IOException("cut")));
    }

    [Theory]
    [InlineData(824, 24, true)]
    [InlineData(2627, 14, false)]
    public void Failure_WhenAPageIsDamaged_SaysSo(int number, int severity, bool expected) =>
        Assert.Equal(expected, Dialect("Server=db").SaysCorrupt(new FakeSqlException(new FakeSqlError(number, (byte)severity))));

    [Fact]
    public void Load_WhenTheBuildHasNoProvider_SaysWhatToInstall()
    {
        if (SqlServerProvider.IsPresent)
        {
            Assert.Equal("SqlClientFactory", SqlServerProvider.Load().GetType().Name);
            return;
        }

        var missing = Assert.Throws<StoreSetupException>(() => JournalDialect.For(new() { Store = JournalStore.SqlServer, ConnectionString = "Server=db" }));
        Assert.Contains("-p:SqlClientVersion=", missing.Message, StringComparison.Ordinal);
    }

    private static SqlServerDialect Dialect(string connectionString) =>
        new(new() { Store = JournalStore.SqlServer, ConnectionString = connectionString }, FakeSqlClient.Instance);

    private static DbConnectionStringBuilder Completed(string connectionString) =>
        new() { ConnectionString = SqlServerDialect.Complete(new(), new() { Store = JournalStore.SqlServer, ConnectionString = connectionString }) };
}

/// <summary>A provider that connects to nothing.</summary>
internal sealed class FakeSqlClient : DbProviderFactory
{
    public static readonly FakeSqlClient Instance = new();

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new();
}

/// <summary>A failure with the members that the provider of SQL Server gives its own.</summary>
internal sealed class FakeSqlException(params FakeSqlError[] errors) : DbException("fake")
{
    public FakeSqlError[] Errors => errors;
}

internal sealed record FakeSqlError(int Number, byte Class);
