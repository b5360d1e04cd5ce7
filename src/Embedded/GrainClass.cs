using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>A grain class in one host, and its activations by key.</summary>
internal sealed class GrainClass(EmbeddedHost host, Type type)
{
    // Compiled once per process: a factory knows no host.
    private static readonly ConcurrentDictionary<Type, ObjectFactory> _factories = [];

    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly ObjectFactory _factory = _factories.GetOrAdd(type, static grainType => ActivatorUtilities.CreateFactory(grainType, []));

    public EmbeddedHost Host => host;

    public Type Type => type;

    public Grain Create(IServiceProvider services) => (Grain)_factory(services, []);

    /// <summary>The one activation of this key. A new one is started by the first turn posted to it.</summary>
    public Activation FindOrAdd(string key)
    {
        while (true)
        {
            if (_activations.TryGetValue(key, out var found)) return found;
            var added = new Activation(this, key);
            host.Ages.Add(added); // Before anyone can find it, so that nobody lists or removes it first.
            if (_activations.TryAdd(key, added)) return added;
            host.Forget(added);
        }
    }

    public void Remove(Activation activation)
    {
        _activations.TryRemove(new(activation.Key, activation));
        host.Forget(activation);
    }

    /// <summary>Sends a call on that came to an activation that is gone.</summary>
    public void Redirect(string key, GrainCall call)
    {
        if (call.IsAnswered) return;
        if (host.IsStopped) call.Fail(new SiloUnavailableException("The host stopped before this call began; nothing was done for it."), host);
        else FindOrAdd(key).Post(call);
    }
}
