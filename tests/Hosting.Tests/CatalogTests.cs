using Omnichannel.Embedded;
using Orleans.Concurrency;

namespace Omnichannel.Hosting;

/// <summary>What the host refuses at start-up. The broken classes are generic, so that no scan of this assembly finds them.</summary>
public class CatalogTests
{
    [Theory]
    [InlineData(typeof(NotReentrant<int>), "has no [Reentrant]")]
    [InlineData(typeof(Nameless<int>), "implements no grain interface")]
    [InlineData(typeof(WithSyncMethod<int>), "ISyncMethod.Now returns Int32")]
    [InlineData(typeof(WithGenericMethod<int>), "IGenericMethod.Of: a grain method has no type parameters")]
    [InlineData(typeof(WithReference<int>), "IReferenceMethod.Change: arguments are passed by value")]
    [InlineData(typeof(WithProperty<int>), "IProperty.get_Name: a grain interface has methods only")]
    public void Start_WhenAClassBreaksARule_SaysWhichAndWhy(Type grainClass, string sentence)
    {
        var failure = Assert.Throws<OrleansConfigurationException>(() => GrainCatalog.Of([grainClass]));
        Assert.Contains(sentence, failure.Message);
    }

    [Fact]
    public void Start_WhenTwoClassesImplementOneInterface_NamesBoth()
    {
        var failure = Assert.Throws<OrleansConfigurationException>(() => GrainCatalog.Of([typeof(FirstOfTwo<int>), typeof(SecondOfTwo<int>)]));
        Assert.Contains("FirstOfTwo", failure.Message);
        Assert.Contains("SecondOfTwo", failure.Message);
    }

    [Fact]
    public void Start_WhenAnOptionIsNotPositive_NamesIt()
    {
        var failure = Assert.Throws<OrleansConfigurationException>(() => new EmbeddedHostOptions { ActivationsMax = 0 }.Check());
        Assert.Contains("ActivationsMax is 0", failure.Message);
    }

    internal interface IValid : IGrainWithStringKey
    {
        Task Touch();
    }

    internal interface ISyncMethod : IGrainWithStringKey
    {
        int Now();
    }

    internal interface IGenericMethod : IGrainWithStringKey
    {
        Task Of<T>();
    }

    internal interface IReferenceMethod : IGrainWithStringKey
    {
        Task Change(ref int number);
    }

    internal interface IProperty : IGrainWithStringKey
    {
        Task Name { get; }
    }

    internal sealed class NotReentrant<T> : Grain, IValid
    {
        public Task Touch() => Task.CompletedTask;
    }

    [Reentrant]
    internal sealed class FirstOfTwo<T> : Grain, IValid
    {
        public Task Touch() => Task.CompletedTask;
    }

    [Reentrant]
    internal sealed class SecondOfTwo<T> : Grain, IValid
    {
        public Task Touch() => Task.CompletedTask;
    }

    [Reentrant]
    internal sealed class Nameless<T> : Grain;

    [Reentrant]
    internal sealed class WithSyncMethod<T> : Grain, ISyncMethod
    {
        public int Now() => 0;
    }

    [Reentrant]
    internal sealed class WithGenericMethod<T> : Grain, IGenericMethod
    {
        public Task Of<TOther>() => Task.CompletedTask;
    }

    [Reentrant]
    internal sealed class WithReference<T> : Grain, IReferenceMethod
    {
        public Task Change(ref int number) => Task.CompletedTask;
    }

    [Reentrant]
    internal sealed class WithProperty<T> : Grain, IProperty
    {
        public Task Name => Task.CompletedTask;
    }
}
